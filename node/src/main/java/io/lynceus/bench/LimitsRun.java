package io.lynceus.bench;

import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.play.Restamp;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.Segmenter;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/**
 * A live node whose sensors send at their rate, and what comes out while frames are lost or calls take long. A recording is played
 * again and again under present stamps, without a gap. Player and broker are in this process.
 *
 * <p>Thread safety: one thread.
 */
public final class LimitsRun implements AutoCloseable {
    /** Time between two sets. */
    public static final Duration PERIOD = Duration.ofMillis(100);
    /** Sets behind those that count, from all sensors and with quick calls: the masks before them have left then. */
    private static final int SETS_BEHIND = 20;

    /** Chooses the frames that never come. */
    public interface Loss {
        Loss NONE = (sensor, set) -> false;

        /** @param set number of the set since the start of the play */
        boolean isLost(String sensor, int set);
    }

    /** @param ageMillis from the set's stamp until the mask left */
    public record Published(Segmentation mask, double ageMillis) {}

    private final RigConfig config;
    private final KafkaFrameSink sink;
    private final SlowSegmenter model;
    private final TemporaryFolder state = TemporaryFolder.create("state");
    private final Node node;
    private final List<List<RecordedFrame>> sets;
    private final Queue<Published> masks = new ConcurrentLinkedQueue<>();
    private long nextNanos;
    private int next;

    /**
     * Starts a node.
     *
     * @param config live, of one rig
     * @param recording whose sensors count in step; its frames are all held in memory
     * @param segmenter stays the caller's, who does not use it until this is closed
     */
    public LimitsRun(RigConfig config, Recording recording, Segmenter segmenter) throws Exception {
        this.config = config;
        this.sets = inSets(recording.frames(recording.start()));
        this.model = new SlowSegmenter(segmenter);
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        this.sink = new KafkaFrameSink(config.rigs().get(0), kafka.producer());
        recording.latched().forEach(sink::latch);
        this.node = Node.start(
                config,
                kafka,
                new Batcher(model, config.accelerator().maxSets(), System::nanoTime),
                new Node.Options("bench-limits", 1, state.path().toString()),
                Clock.systemUTC());
        node.tally().onPublished(mask -> masks.add(new Published(mask, millisSince(Stamp.of(mask.getTimestamp())))));
        this.nextNanos = System.nanoTime();
    }

    private static double millisSince(Stamp stamp) {
        return Stamp.of(Clock.systemUTC().instant()).nanosSince(stamp) / 1e6;
    }

    private static List<List<RecordedFrame>> inSets(Iterator<RecordedFrame> frames) {
        Map<Long, List<RecordedFrame>> bySequence = new TreeMap<>();
        frames.forEachRemaining(frame -> bySequence
                .computeIfAbsent(frame.sequence(), number -> new ArrayList<>())
                .add(frame));
        return List.copyOf(bySequence.values());
    }

    /**
     * Plays sets, each when it is due.
     *
     * @param call what a call of the model takes at least
     * @return their masks, in the order of the sets; a set that was shed has none
     */
    public List<Published> play(int count, Loss loss, Duration call) {
        model.takesAtLeast(call);
        masks.clear();
        Stamp first =
                Stamp.of(Clock.systemUTC().instant()).plusNanos(nextNanos - System.nanoTime() - PERIOD.toNanos() / 2);
        for (int set = 0; set < count; set++) {
            send(loss, set);
        }
        Stamp end = first.plusNanos(count * PERIOD.toNanos());
        model.takesAtLeast(Duration.ZERO);
        for (int set = 0; set < SETS_BEHIND; set++) {
            send(Loss.NONE, set);
        }
        return masks.stream()
                .filter(published -> {
                    Stamp stamp = Stamp.of(published.mask.getTimestamp());
                    return stamp.isAfter(first) && stamp.isBefore(end);
                })
                .toList();
    }

    /** Sends the frames of a set; all are captured and come at the moment at which the set is due. */
    private void send(Loss loss, int set) {
        for (long left = nextNanos - System.nanoTime(); left > 0; left = nextNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        Stamp stamp = Stamp.of(Clock.systemUTC().instant()).plusNanos(nextNanos - System.nanoTime());
        for (RecordedFrame frame : sets.get(next % sets.size())) {
            if (!loss.isLost(frame.channel().sensor(), set)) {
                sink.send(Restamp.at(frame, stamp));
            }
        }
        next++;
        nextNanos += PERIOD.toNanos();
    }

    public RigConfig config() {
        return config;
    }

    @Override
    public void close() {
        node.close();
        sink.close();
        state.close();
    }
}
