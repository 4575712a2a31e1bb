package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.play.Restamp;
import io.lynceus.proto.v1.Comparison;
import io.lynceus.proto.v1.ComparisonRequest;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Second masks over topics: on theirs alone, and only of sets that have a mask of their own. */
class ComparisonTopicsTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private static final int SETS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @Test
    void whoAsksGetsSecondMasksAndTheMasksAreThoseOfTheSetsAsBefore() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "compared", BROKER.bootstrap());
        try (AttachedRig rig = new AttachedRig("compared", config, folder)) {
            rig.createTopics(1);
            try (Node node = rig.start()) {
                drive(rig, node);
                assertThat(node.tally().comparisonCount(false)).isZero();
            }
            List<Comparison> second =
                    rig.read(Topics.COMPARISONS, made -> Comparison.parseFrom(made), made -> made.size() >= 3);
            List<Segmentation> masks =
                    rig.read(config.output().masks(), mask -> Segmentation.parseFrom(mask), all -> stamps(all)
                            .keySet()
                            .containsAll(second.stream()
                                    .map(one -> Stamp.of(one.getTimestamp()))
                                    .toList()));
            Map<Stamp, Segmentation> own = stamps(masks);
            assertThat(masks).allSatisfy(mask -> assertThat(MaskMessages.unpack(mask.getClasses()))
                    .containsOnly((byte) mask.getContributionsList().stream()
                            .filter(Contribution::getUsed)
                            .count()));
            assertThat(second).allSatisfy(made -> {
                Segmentation mask = own.get(Stamp.of(made.getTimestamp()));
                assertThat(made.getWithout()).isEqualTo("rgb");
                assertThat(made.getUsedList())
                        .isNotEmpty()
                        .containsExactlyElementsOf(mask.getContributionsList().stream()
                                .filter(Contribution::getUsed)
                                .map(Contribution::getSensor)
                                .filter(sensor -> !sensor.equals("rgb"))
                                .toList());
                assertThat(MaskMessages.unpack(made.getClasses()))
                        .containsOnly((byte) made.getUsedList().size());
            });
        }
    }

    private static Map<Stamp, Segmentation> stamps(List<Segmentation> masks) {
        return masks.stream()
                .collect(Collectors.toMap(mask -> Stamp.of(mask.getTimestamp()), Function.identity(), (a, b) -> {
                    throw new AssertionError("two masks of one set");
                }));
    }

    /** Sends sets, and asks, until three second masks were made. */
    private static void drive(AttachedRig rig, Node node) throws Exception {
        List<RecordedFrame> frames = new ArrayList<>();
        try (Recording street = Rigs.street(12, Duration.ofSeconds(2))) {
            street.frames(street.start()).forEachRemaining(frames::add);
        }
        frames.removeIf(frame -> frame.channel().sensor().equals("lidar")); // it would need a calibration
        byte[] request = ComparisonRequest.newBuilder()
                .setRig("a")
                .setWithout("rgb")
                .build()
                .toByteArray();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int set = 0; node.tally().comparisonCount(true) < 3; set = (set + 1) % SETS) {
            assertThat(System.nanoTime()).as("no second mask is made").isLessThan(end);
            Stamp now = Stamp.of(Instant.now());
            for (RecordedFrame frame : frames) {
                if (frame.sequence() == set) { // the same ones again and again would be a frozen sensor's
                    rig.send(Restamp.at(frame, now), "a");
                }
            }
            rig.send(new ProducerRecord<>(Topics.COMPARISON_REQUESTS, "a", request));
            rig.flush();
            Thread.sleep(100);
        }
    }
}
