package io.lynceus.bench;

import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.Mask;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
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
    /** Before the first frame. */
    private static final long LEAD_NANOS = 200_000_000;

    /**
     * One step at one rate.
     *
     * @param offered sets a second, of all rigs together
     * @param sets of the step, of all rigs together
     * @param whole masks of the step that were made with every sensor
     * @param shed frames that were shed, alone or with their sets
     * @param setsPerCall mean
     * @param ageP50 milliseconds from a set's stamp until its mask leaves
     * @param use of the processors while the step's sets were sent
     */
    public record Step(
            double offered,
            int sets,
            long whole,
            long shed,
            double setsPerCall,
            double ageP50,
            double ageP99,
            ProcessorUse use) {
        /** Returns true if each set gave a mask with every sensor. */
        public boolean isTaken() {
            return shed == 0 && whole == sets;
        }
    }

    /** @param whole whether it was made with every sensor */
    private record Published(Stamp stamp, long nanos, boolean whole) {}

    private final RigConfig config;
    private final List<KafkaFrameSink> sinks = new ArrayList<>();
    private final ScaledClock clock;
    private final Counting model;
    private final TemporaryFolder state = TemporaryFolder.create("state");
    private final Node node;
    private final Queue<Published> masks = new ConcurrentLinkedQueue<>();
    private boolean isRunning;

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
        node.tally()
                .onPublished(mask -> masks.add(new Published(
                        Stamp.of(mask.getTimestamp()),
                        System.nanoTime(),
                        mask.getContributionsList().stream().allMatch(Contribution::getUsed))));
    }

    /**
     * Sends sets of every rig at a rate, and then some more at a rate that is surely taken, during which the last of the others
     * end. The frames of all steps are one stream without a gap: sensors that fell silent between two steps would be left out of
     * the next one's first sets, which then cost less.
     *
     * @param sets frames of each set, in order; those that follow the sets of the step before
     * @param after frames of the sets that follow these
     * @param setsPerSecond of all rigs together
     * @param easy sets a second that are surely taken
     */
    public Step run(
            List<List<RecordedFrame>> sets, List<List<RecordedFrame>> after, double setsPerSecond, double easy) {
        masks.clear();
        model.reset();
        long shed = shed();
        ScaledClock.Course course = begin(sets.get(0).get(0).stamp(), setsPerSecond);
        ProcessorUse.Meter meter = new ProcessorUse.Meter();
        send(sets, course);
        ProcessorUse use = meter.end();
        double setsPerCall = model.setsPerCall();
        send(after, clock.goOn(speed(easy)));
        Stamp first =
                sets.get(0).get(0).stamp().plusNanos(-config.sync().tolerance().toNanos());
        Stamp end =
                after.get(0).get(0).stamp().plusNanos(-config.sync().tolerance().toNanos());
        List<Published> mine = masks.stream()
                .filter(mask -> !mask.stamp.isBefore(first) && mask.stamp.isBefore(end))
                .toList();
        double[] ages = mine.stream()
                .mapToDouble(mask -> (mask.nanos - course.systemNanos(mask.stamp)) / 1e6)
                .sorted()
                .toArray();
        return new Step(
                setsPerSecond,
                sets.size() * config.rigs().size(),
                mine.stream().filter(Published::whole).count(),
                shed() - shed,
                setsPerCall,
                ages.length == 0 ? Double.NaN : ages[ages.length / 2],
                ages.length == 0 ? Double.NaN : ages[ages.length * 99 / 100],
                use);
    }

    private double speed(double setsPerSecond) {
        return setsPerSecond / config.rigs().size() / RECORDED_HERTZ;
    }

    private ScaledClock.Course begin(Stamp first, double setsPerSecond) {
        if (isRunning) {
            return clock.goOn(speed(setsPerSecond));
        }
        isRunning = true;
        return clock.goFrom(first.plusNanos((long) (-LEAD_NANOS * speed(setsPerSecond))), speed(setsPerSecond));
    }

    private void send(List<List<RecordedFrame>> sets, ScaledClock.Course course) {
        for (List<RecordedFrame> set : sets) {
            for (RecordedFrame frame : set) {
                long due = course.systemNanos(frame.stamp());
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                sinks.forEach(sink -> sink.send(frame));
            }
        }
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
    private static final class Counting extends BorrowedSegmenter {
        private final LongAdder calls = new LongAdder();
        private final LongAdder sets = new LongAdder();

        Counting(Segmenter model) {
            super(model);
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
            return model.segment(batch);
        }
    }
}
