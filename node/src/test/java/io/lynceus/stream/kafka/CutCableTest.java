package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.Cable;
import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.play.Restamp;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.Rigs;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Connections that die without a word, as where a vehicle's modem loses its network (R7): it waits for the clients' own limits. */
@Tag("campaign")
class CutCableTest {
    private final Cable cable = newCable();

    @RegisterExtension
    private final TestBroker broker = new TestBroker(Map.of("advertised.listeners", "CLIENT://" + cable.address()));

    @TempDir
    Path folder;

    private static Cable newCable() {
        try {
            return new Cable();
        } catch (IOException e) {
            throw new AssertionError("no port is free", e);
        }
    }

    @AfterEach
    void unplug() throws IOException {
        cable.close();
    }

    private static void drive(BooleanSupplier end, List<RecordedFrame> frames, AttachedRig rig) throws Exception {
        long last = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        for (int set = 0; !end.getAsBoolean(); set = (set + 1) % 20) {
            assertThat(System.nanoTime()).as("it does not come about").isLessThan(last);
            Stamp now = Stamp.of(Instant.now());
            for (RecordedFrame frame : frames) {
                if (frame.sequence() == set) {
                    rig.send(Restamp.at(frame, now), "a");
                }
            }
            Thread.sleep(100);
        }
    }

    @Test
    void masksComeAgainAfterTheCableIsMended() throws Exception {
        cable.connect(broker.bootstrap());
        List<RecordedFrame> frames = new ArrayList<>();
        try (Recording street = Rigs.street(12, Duration.ofSeconds(2))) {
            street.frames(street.start()).forEachRemaining(frames::add);
        }
        frames.removeIf(frame -> frame.channel().sensor().equals("lidar")); // it would need a calibration
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "live", cable.address());
        // The vehicle gives its connections up soon; how soon the node does is what counts.
        RigConfig vehicle =
                config.withKafka(Map.of("bootstrap.servers", cable.address(), "request.timeout.ms", "1000"));
        try (AttachedRig rig = new AttachedRig("live", vehicle, folder)) {
            rig.createTopics(1);
            try (Node node = Node.start(
                    config,
                    new KafkaSettings(config, Map.of()),
                    new Batcher(new FixedSegmenter(), 1, System::nanoTime),
                    new Node.Options("cut", 1, folder.toString()),
                    Clock.systemUTC())) {
                drive(() -> node.tally().maskCount() > 5, frames, rig);
                cable.cut();
                AttachedRig.await(() -> !node.troubles().isEmpty());
                cable.mend();
                long before = node.tally().maskCount();
                drive(() -> node.tally().maskCount() > before + 2, frames, rig);
                assertThat(AttachedRig.eventually(node::troubles, List::isEmpty))
                        .isEmpty();
            }
        }
    }
}
