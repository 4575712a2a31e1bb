package io.lynceus.bench;

import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/**
 * A live node whose rigs all send the same street at a chosen rate: how many sets it takes in time, in calls of how many, and how old
 * the masks are. Player and broker are in this process and take their share of it.
 */
public final class LiveRun implements AutoCloseable {
    private static final double RECORDED_HERTZ = 10;
    /** What is on its way at the end of a step ends meanwhile. */
    private static final long SETTLE_MILLIS = 700;
    /** Before the first frame of a step. */
    private static final long LEAD_NANOS = 200_000_000;

    /**
     * One step at one rate.
     *
     * @param offered sets a second, of all rigs together
     * @param masks of this step
     * @param shed sets, and frames that were shed before they were in one
     * @param setsPerCall mean
     * @param ageP50 milliseconds from a set's stamp until its mask leaves
     */
    public record Step(double offered, long masks, long shed, double setsPerCall, double ageP50, double ageP99) {}

    private final RigConfig config;
    private final List<KafkaFrameSink> sinks = new ArrayList<>();
    private final ScaledClock clock;
    private final Counting model;
    private final TemporaryFolder state = TemporaryFolder.create("state");
    private final Node node;
    private final Queue<Double> ages = new ConcurrentLinkedQueue<>();
    private volatile double speed = 1;

    /**
     * Starts a node.
     *
     * @param config live, of one rig or more
     * @param segmenter stays the caller's, who does not use it until this is closed
     */
    public LiveRun(RigConfig config, Recording recording, Segmenter segmenter) throws Exception {
        this.config = config;
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        this.clock = new ScaledClock(recording.start(), 1);
        this.model = new Counting(segmenter);
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        for (String rig : config.rigs()) {
            KafkaFrameSink sink = new KafkaFrameSink(rig, kafka.producer());
            recording.latched().forEach(sink::latch);
            sinks.add(sink);
        }
        this.node = Node.start(
                config,
                kafka,
                new Batcher(model, config.accelerator().maxSets(), System::nanoTime),
                new Node.Options(
                        "bench-live-" + config.rigs().size(), 1, state.path().toString()),
                clock);
        node.tally().onPublished(mask -> ages.add(clock.now().nanosSince(Stamp.of(mask.getTimestamp())) / speed / 1e6));
    }

    /**
     * Sends sets of every rig at a rate.
     *
     * @param sets frames of each set, in order; later ones than those of the step before
     * @param setsPerSecond of all rigs together
     */
    public Step run(List<List<RecordedFrame>> sets, double setsPerSecond) throws InterruptedException {
        speed = setsPerSecond / config.rigs().size() / RECORDED_HERTZ;
        Stamp first = sets.get(0).get(0).stamp();
        clock.goFrom(first.plusNanos((long) (-LEAD_NANOS * speed)), speed);
        Thread.sleep(LEAD_NANOS / 2_000_000);
        ages.clear();
        model.reset();
        long masks = node.tally().maskCount();
        long shed = shed();
        for (List<RecordedFrame> set : sets) {
            for (RecordedFrame frame : set) {
                long due = clock.systemNanos(frame.stamp());
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                sinks.forEach(sink -> sink.send(frame));
            }
        }
        Thread.sleep(SETTLE_MILLIS);
        double[] sorted =
                ages.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Step(
                setsPerSecond,
                node.tally().maskCount() - masks,
                shed() - shed,
                model.setsPerCall(),
                sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2],
                sorted.length == 0 ? Double.NaN : sorted[sorted.length * 99 / 100]);
    }

    private long shed() {
        long frames = 0;
        for (String sensor : node.tally().sensors()) {
            frames += node.tally().count(sensor, Fate.SHED);
        }
        return frames;
    }

    @Override
    public void close() {
        node.close();
        sinks.forEach(KafkaFrameSink::close);
        state.close();
    }

    /** Returns the limits of a live node whose clock goes at most this much faster than the system's. */
    public static RigConfig.Sync patientFor(RigConfig.Sync sync, double speed) {
        double scale = Math.max(1, speed);
        return new RigConfig.Sync(
                RigConfig.Mode.LIVE,
                sync.tolerance(),
                scaled(sync.deadline(), scale),
                scaled(sync.maxAge(), scale),
                scaled(sync.futureLimit(), scale));
    }

    private static Duration scaled(Duration duration, double scale) {
        return Duration.ofNanos((long) (duration.toNanos() * scale));
    }

    /** Counts calls. */
    private static final class Counting implements Segmenter {
        private final Segmenter inner;
        private final LongAdder calls = new LongAdder();
        private final LongAdder sets = new LongAdder();

        Counting(Segmenter inner) {
            this.inner = inner;
        }

        void reset() {
            calls.reset();
            sets.reset();
        }

        double setsPerCall() {
            return calls.sum() == 0 ? Double.NaN : (double) sets.sum() / calls.sum();
        }

        @Override
        public List<Mask> segment(List<SetInput> batch) {
            calls.increment();
            sets.add(batch.size());
            return inner.segment(batch);
        }

        @Override
        public ModelCard card() {
            return inner.card();
        }

        @Override
        public String provider() {
            return inner.provider();
        }

        /** Does nothing: the model is the caller's. */
        @Override
        public void close() {}
    }
}
