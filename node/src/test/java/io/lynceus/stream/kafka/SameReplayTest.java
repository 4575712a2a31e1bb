package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.Rigs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same replay gives the same masks, byte for byte, however it gets to the node (R12). */
class SameReplayTest {
    private static final int SETS = 38;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    Path folder;

    /** How a recording's frames are sent. */
    private interface Sending {
        void to(AttachedRig rig) throws InterruptedException;
    }

    @Test
    void theMasksAreTheSameAtAnyRateInAnyOrderOfTheTopicsAndWithASlowModel() throws Exception {
        try (Recording street = Rigs.street(11, Duration.ofSeconds(4))) {
            List<RecordedFrame> frames = imperfect(street);
            List<Segmentation> atOnce = masks("once", street, new FixedSegmenter(), rig -> send(frames, rig));
            assertThat(atOnce).hasSize(SETS).anyMatch(Segmentation::getComplete).anyMatch(mask -> !mask.getComplete());
            assertThat(masks("real", street, new FixedSegmenter(), rig -> inRealTime(frames, rig)))
                    .as("in real time")
                    .isEqualTo(atOnce);
            assertThat(masks("apart", street, new FixedSegmenter(), rig -> topicByTopic(frames, rig)))
                    .as("one topic after the other")
                    .isEqualTo(atOnce);
            assertThat(masks("slow", street, new SlowSegmenter(), rig -> send(frames, rig)))
                    .as("with a slow model")
                    .isEqualTo(atOnce);
        }
    }

    /** A street that lost some frames, and its lidar for a second. */
    private static List<RecordedFrame> imperfect(Recording street) {
        Random random = new Random(5);
        List<RecordedFrame> frames = new ArrayList<>();
        street.frames(street.start()).forEachRemaining(frame -> {
            long millis = frame.stamp().nanosSince(street.start()) / 1_000_000;
            boolean dead = frame.channel().sensor().equals("lidar") && millis > 1500 && millis < 2500;
            if (!dead && random.nextInt(20) > 0) {
                frames.add(frame);
            }
        });
        return frames;
    }

    private List<Segmentation> masks(String name, Recording street, Segmenter segmenter, Sending sending)
            throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.COMPLETE, name, BROKER.bootstrap());
        try (AttachedRig rig = new AttachedRig(name, config, folder)) {
            rig.createTopics(1);
            try (Node node = rig.start(segmenter)) {
                rig.latch(street, "a");
                sending.to(rig);
                return rig.read(config.output().masks(), SETS, Segmentation::parseFrom).subList(0, SETS).stream()
                        .map(mask -> mask.toBuilder().clearLatency().build())
                        .toList();
            }
        }
    }

    private static void send(List<RecordedFrame> frames, AttachedRig rig) {
        frames.forEach(frame -> rig.send(frame, "a"));
        rig.flush();
    }

    private static void inRealTime(List<RecordedFrame> frames, AttachedRig rig) throws InterruptedException {
        long start = System.nanoTime();
        for (RecordedFrame frame : frames) {
            long due = start + frame.stamp().nanosSince(frames.get(0).stamp());
            Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            rig.send(frame, "a");
        }
        rig.flush();
    }

    private static void topicByTopic(List<RecordedFrame> frames, AttachedRig rig) {
        for (String sensor : List.of("event", "lidar", "rgb", "depth")) {
            send(
                    frames.stream()
                            .filter(f -> f.channel().sensor().equals(sensor))
                            .toList(),
                    rig);
        }
    }

    /** Takes longer than the sets' period. */
    private static final class SlowSegmenter implements Segmenter {
        private final Segmenter inner = new FixedSegmenter();

        @Override
        public ModelCard card() {
            return inner.card();
        }

        @Override
        public String provider() {
            return inner.provider();
        }

        @Override
        public List<Mask> segment(List<SetInput> sets) {
            try {
                Thread.sleep(110);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return inner.segment(sets);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
