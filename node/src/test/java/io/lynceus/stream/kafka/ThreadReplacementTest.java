package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.Rigs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream thread that fails for a reason that passes (R7). */
class ThreadReplacementTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    private Path folder;

    /** A clock that fails on a stream thread, once: nothing else of the node is in the way of each record and can be replaced. */
    private static final class FailingClock extends Clock {
        private final Clock system = Clock.systemUTC();
        final AtomicBoolean failsNext = new AtomicBoolean();

        @Override
        public Instant instant() {
            if (Thread.currentThread().getName().contains("StreamThread") && failsNext.getAndSet(false)) {
                throw new TimeoutException("no answer within 15 s");
            }
            return system.instant();
        }

        @Override
        public ZoneId getZone() {
            return system.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void whereTheBrokerDidNotAnswerInTimeAnotherThreadGoesOnAndNoSetIsLost() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.COMPLETE, "replaced", BROKER.bootstrap());
        FailingClock clock = new FailingClock();
        try (AttachedRig rig = new AttachedRig("replaced", config, folder);
                Recording street = Rigs.street(51, Duration.ofSeconds(6))) {
            rig.createTopics(1);
            Iterator<RecordedFrame> frames = street.frames(street.start());
            try (Node node = Node.start(
                    config,
                    rig.settings(),
                    new Batcher(new FixedSegmenter(), 1, System::nanoTime),
                    new Node.Options("replaced", 1, folder.toString()),
                    clock)) {
                rig.latch(street, "a");
                while (frames.hasNext()) {
                    RecordedFrame frame = frames.next();
                    rig.send(frame, "a");
                    if (frame.sequence() == 20) {
                        rig.flush();
                        AttachedRig.await(() -> node.tally().maskCount() > 5);
                        clock.failsNext.set(true);
                        AttachedRig.await(() -> !clock.failsNext.get());
                    }
                }
                rig.flush();
                List<Segmentation> masks =
                        rig.read(config.output().masks(), Segmentation::parseFrom, seen -> distinct(seen) >= 50);
                assertThat(distinct(masks))
                        .as("of 60 sets; those at the end wait")
                        .isGreaterThanOrEqualTo(50);
                assertThat(node.death()).isNotDone();
            }
        }
    }

    private static long distinct(List<Segmentation> masks) {
        return masks.stream().map(Segmentation::getTimestamp).distinct().count();
    }
}
