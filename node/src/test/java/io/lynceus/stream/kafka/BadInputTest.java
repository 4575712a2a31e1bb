package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.play.Restamp;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Whatever stands in a record, it is told of with its place and reason, and nothing else is lost (R10). */
class BadInputTest {
    private static final int VICTIM = 5;

    /** Spoils the bytes of one frame. */
    private interface Spoiling {
        byte[] of(byte[] value) throws IOException;
    }

    @Test
    void aTruncatedPngIsADeadLetter() throws Exception {
        DeadLetter letter = assertOneLetter("rgb", value -> {
            byte[] png = png(64, 64);
            return CompressedImage.parseFrom(value).toBuilder()
                    .setFormat("png")
                    .setData(ByteString.copyFrom(png, 0, png.length / 2))
                    .build()
                    .toByteArray();
        });
        assertThat(letter.getReason()).contains("truncated");
    }

    @Test
    void aJpegThatClaims60000By60000IsADeadLetterAndNeverAllocated() throws Exception {
        DeadLetter letter = assertOneLetter("rgb", value -> {
            CompressedImage image = CompressedImage.parseFrom(value);
            return image.toBuilder()
                    .setData(ByteString.copyFrom(huge(image.getData().toByteArray())))
                    .build()
                    .toByteArray();
        });
        assertThat(letter.getReason()).contains("60000");
    }

    @Test
    void aPointCloudThatIsNoMultipleOfItsStrideIsADeadLetter() throws Exception {
        DeadLetter letter = assertOneLetter("lidar", value -> {
            PointCloud cloud = PointCloud.parseFrom(value);
            return cloud.toBuilder()
                    .setData(cloud.getData().substring(3))
                    .build()
                    .toByteArray();
        });
        assertThat(letter.getReason()).contains("stride");
    }

    @Test
    void randomBytesAreADeadLetter() throws Exception {
        assertOneLetter("event", value -> {
            byte[] random = new byte[100];
            new Random(3).nextBytes(random);
            return random;
        });
    }

    @Test
    void anUnknownKeyIsADeadLetterThatNamesTheRigs() throws Exception {
        try (Recording street = Rigs.street(8, Duration.ofSeconds(1));
                DrivenStream stream =
                        new DrivenStream(Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1"), street.start())) {
            RecordedFrame frame = street.frames(street.start()).next();
            stream.pipe(stream.topic(frame.channel().sensor()), "nobody", frame.value(), frame.stamp());
            List<DeadLetter> letters = stream.deadLetters();
            assertThat(letters).singleElement().satisfies(letter -> assertThat(letter.getReason())
                    .contains("'nobody' is no rig")
                    .contains("[a, b]"));
            assertThat(stream.ended(Fate.MALFORMED)).isEqualTo(1);
        }
    }

    @Test
    void aTombstoneIsADeadLetterThatSaysWhatIsMissing() throws Exception {
        try (Recording street = Rigs.street(8, Duration.ofSeconds(1));
                DrivenStream stream =
                        new DrivenStream(Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1"), street.start())) {
            stream.pipe(stream.topic("rgb"), DrivenStream.RIG, null, street.start());
            assertThat(stream.deadLetters()).singleElement().satisfies(letter -> assertThat(letter.getReason())
                    .contains("the record has no value", "a frame of rgb is expected"));
            assertThat(stream.ended(Fate.MALFORMED)).isEqualTo(1);
        }
    }

    /** A camera's producer runs wild: 5,000 small records a second. */
    @Test
    void aSensorThatFloodsItsTopicWithGarbageCostsNoMaskOfTheOthers() throws Exception {
        int wild = 500;
        try (Recording street = Rigs.street(8, Duration.ofSeconds(3));
                DrivenStream stream = new DrivenStream(Rigs.of(RigConfig.Mode.LIVE, "t", "none:1"), street.start())) {
            stream.latch(street);
            Random random = new Random(5);
            int sent = 0;
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            for (RecordedFrame frame : frames) {
                stream.advanceTo(frame.stamp().plusNanos(5_000_000));
                boolean camera = frame.channel().sensor().equals("rgb");
                for (int i = 0; camera && i < wild; i++) {
                    byte[] garbage = new byte[1 + random.nextInt(60)];
                    random.nextBytes(garbage);
                    stream.pipe(stream.topic("rgb"), DrivenStream.RIG, garbage, stream.now());
                    sent++;
                }
                if (!camera) {
                    stream.pipe(frame);
                    sent++;
                }
            }
            stream.advanceTo(stream.now().plusNanos(500_000_000));
            List<Segmentation> masks = stream.masks();
            assertThat(masks).hasSizeBetween(28, 31).allMatch(Segmentation::hasClasses);
            assertThat(masks).allSatisfy(mask -> assertThat(mask.getContributionsList().stream()
                            .filter(contribution -> contribution.getUsed())
                            .map(contribution -> contribution.getSensor()))
                    .contains("depth", "event", "lidar"));
            assertThat(stream.deadLetters())
                    .as("letters are bounded")
                    .hasSizeLessThanOrEqualTo(LetterLimit.BURST + 4 * LetterLimit.PER_SECOND);
            assertThat(stream.ended(Fate.values())).as("every record has ended").isEqualTo(sent);
        }
    }

    /** Sends two seconds of street with one spoiled frame of that sensor. */
    private static DeadLetter assertOneLetter(String sensor, Spoiling spoiling) throws Exception {
        try (Recording street = Rigs.street(8, Duration.ofSeconds(2));
                DrivenStream stream =
                        new DrivenStream(Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1"), street.start())) {
            stream.latch(street);
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            for (RecordedFrame frame : frames) {
                boolean spoiled = frame.channel().sensor().equals(sensor) && frame.sequence() == VICTIM;
                byte[] value = spoiled ? spoiling.of(frame.value()) : frame.value();
                stream.pipe(stream.topic(frame.channel().sensor()), DrivenStream.RIG, value, frame.stamp());
            }
            assertThat(stream.ended(Fate.MALFORMED)).isEqualTo(1);
            assertThat(stream.masks()).hasSizeBetween(18, 20);
            assertThat(stream.ended(Fate.values()) + pending(stream)).isEqualTo(frames.size());
            List<DeadLetter> letters = stream.deadLetters();
            assertThat(letters).hasSize(1);
            DeadLetter letter = letters.get(0);
            assertThat(letter.getTopic()).isEqualTo(stream.topic(sensor));
            assertThat(letter.getPartition()).isZero();
            assertThat(letter.getOffset()).isEqualTo(VICTIM);
            assertThat(letter.getReason()).isNotBlank();
            return letter;
        }
    }

    /** Stamps at the ends of their range, one that was never set, and one of a clock that began in 1970; live, with offsets. */
    @Test
    void stampsThatAreNonsenseStopNothing() throws Exception {
        RigConfig config = withOffsets(Rigs.of(RigConfig.Mode.LIVE, "t", "none:1"), Duration.ofMillis(7));
        try (Recording street = Rigs.street(9, Duration.ofSeconds(3));
                DrivenStream stream = new DrivenStream(config, street.start())) {
            stream.latch(street);
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            int sent = 0;
            for (RecordedFrame frame : frames) {
                stream.advanceTo(frame.stamp().plusNanos(5_000_000));
                boolean image = frame.channel().schema().endsWith("Image");
                if (image && frame.sequence() % 10 == 0) {
                    for (long nanos : new long[] {Long.MIN_VALUE, 0, 1, Long.MAX_VALUE}) {
                        byte[] value = Restamp.at(frame, new Stamp(nanos)).value();
                        stream.pipe(stream.topic(frame.channel().sensor()), DrivenStream.RIG, value, frame.stamp());
                        sent++;
                    }
                }
                stream.pipe(frame);
                sent++;
            }
            stream.advanceTo(stream.now().plusNanos(500_000_000));
            assertThat(stream.masks()).hasSizeBetween(28, 31).allMatch(Segmentation::getComplete);
            assertThat(stream.ended(Fate.values())).as("every frame has ended").isEqualTo(sent);
        }
    }

    /** The street's stamps are all right: the offsets of all sensors are the same. */
    private static RigConfig withOffsets(RigConfig rig, Duration offset) {
        return new RigConfig(
                rig.rigs(),
                rig.model(),
                rig.sync(),
                rig.sensors().stream()
                        .map(s -> new RigConfig.Sensor(
                                s.name(),
                                s.modality(),
                                s.topic(),
                                s.format(),
                                s.rate(),
                                offset,
                                s.required(),
                                s.frame(),
                                s.use()))
                        .toList(),
                rig.health(),
                MaskPolicy.NONE,
                rig.accelerator(),
                rig.output(),
                rig.maxFrameBytes(),
                rig.kafka());
    }

    private static long pending(DrivenStream stream) {
        long waiting = 0;
        for (String sensor : stream.tally().sensors()) {
            waiting += stream.tally().pending(sensor);
        }
        return waiting;
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    /** Writes 60,000 × 60,000 into the start-of-frame segment of a baseline JPEG. */
    private static byte[] huge(byte[] jpeg) {
        byte[] patched = Arrays.copyOf(jpeg, jpeg.length);
        for (int i = 0; i + 8 < patched.length; i++) {
            if (patched[i] == (byte) 0xFF && patched[i + 1] == (byte) 0xC0) {
                patched[i + 5] = patched[i + 7] = (byte) (60_000 >> 8);
                patched[i + 6] = patched[i + 8] = (byte) 60_000;
                return patched;
            }
        }
        throw new AssertionError("no start of frame in the street's JPEG");
    }
}
