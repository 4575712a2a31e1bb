package io.lynceus.street;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.Quaternion;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.street.StreetOptions.Rates;
import io.lynceus.street.scene.StreetClasses;
import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.scene.Weather;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StreetRecordingTest {
    private static final StreetOptions SMALL = StreetOptions.defaults().withSize(32, 24);

    private static List<RecordedFrame> play(StreetOptions options) {
        List<RecordedFrame> frames = new ArrayList<>();
        new StreetRecording(options).frames(options.start()).forEachRemaining(frames::add);
        return frames;
    }

    private static List<RecordedFrame> of(String sensor, List<RecordedFrame> frames) {
        return frames.stream()
                .filter(frame -> frame.channel().sensor().equals(sensor))
                .toList();
    }

    @Test
    void eachSensorKeepsItsOwnRateAndTheWholeIsOrderedInTime() {
        StreetOptions options = SMALL.withRates(new Rates(20, 10, 5, 30)).withDuration(Duration.ofSeconds(2));
        List<RecordedFrame> frames = play(options);
        assertThat(frames).extracting(RecordedFrame::stamp).isSorted();
        Map<String, Integer> expected = Map.of("rgb", 40, "depth", 20, "lidar", 10, "event", 60);
        expected.forEach((sensor, count) -> {
            List<RecordedFrame> own = of(sensor, frames);
            assertThat(own).as(sensor).hasSize(count);
            for (int i = 0; i < count; i++) {
                assertThat(own.get(i).sequence()).isEqualTo(i);
            }
        });
    }

    @Test
    void messagesHoldTheCaptureTimeTheSizesAndTheFrames() throws Exception {
        List<RecordedFrame> frames = play(SMALL.withDuration(Duration.ofMillis(100)));
        assertThat(frames).hasSize(4);
        for (RecordedFrame frame : frames) {
            switch (frame.channel().schema()) {
                case "foxglove.CompressedImage" -> {
                    CompressedImage image = CompressedImage.parseFrom(frame.value());
                    assertThat(Stamp.of(image.getTimestamp())).isEqualTo(frame.stamp());
                    BufferedImage decoded = ImageIO.read(image.getData().newInput());
                    assertThat(decoded.getWidth()).isEqualTo(32);
                    assertThat(decoded.getHeight()).isEqualTo(24);
                }
                case "foxglove.RawImage" -> {
                    RawImage depth = RawImage.parseFrom(frame.value());
                    assertThat(Stamp.of(depth.getTimestamp())).isEqualTo(frame.stamp());
                    assertThat(depth.getEncoding()).isEqualTo("16UC1");
                    assertThat(depth.getData().size()).isEqualTo(depth.getStep() * depth.getHeight());
                }
                case "foxglove.PointCloud" -> {
                    PointCloud cloud = PointCloud.parseFrom(frame.value());
                    assertThat(Stamp.of(cloud.getTimestamp())).isEqualTo(frame.stamp());
                    assertThat(cloud.getFrameId()).isEqualTo("lidar_top");
                    assertThat(cloud.getData().size() % cloud.getPointStride()).isZero();
                }
                case "lynceus.v1.EventPacket" -> {
                    EventPacket packet = EventPacket.parseFrom(frame.value());
                    assertThat(Stamp.of(packet.getTimestamp())).isEqualTo(frame.stamp());
                    assertThat(packet.getT().size())
                            .isEqualTo(4 * packet.getPolarity().size());
                    assertThat(packet.getX().size())
                            .isEqualTo(2 * packet.getPolarity().size());
                    assertThat(frame.stamp().nanos() - packet.getTimeBase()).isEqualTo(StreetRenderer.EVENT_WINDOW);
                }
                default -> throw new AssertionError(frame.channel().schema());
            }
        }
    }

    @Test
    void rawColourIsWhatTheCameraSaw() throws Exception {
        StreetOptions options = StreetVariants.raw(SMALL).withDuration(Duration.ofMillis(100));
        RecordedFrame frame = of("rgb", play(options)).get(0);
        RawImage image = RawImage.parseFrom(frame.value());
        StreetRenderer renderer = new StreetRenderer(new StreetScene(1, Weather.CLOUD), 32, 24);
        assertThat(image.getData().toByteArray())
                .isEqualTo(renderer.rgbAt(frame.stamp().nanosSince(options.start())));
    }

    @Property(tries = 200)
    void captureTimesRiseAndStayNearTheirTicks(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 1, max = 100) double rate,
            @ForAll @LongRange(max = 1_000_000) long k) {
        CaptureSchedule times = new CaptureSchedule(seed, 2, rate);
        double period = 1e9 / rate;
        assertThat(times.at(k + 1)).isGreaterThan(times.at(k));
        assertThat(times.at(k) - k * period).isBetween(0.0, 0.2 * period);
        assertThat(times.firstFrom(times.at(k))).isEqualTo(k);
        assertThat(times.firstFrom(times.at(k) + 1)).isEqualTo(k + 1);
    }

    @Test
    void seekingGivesTheSameFramesAsPlayingThrough() {
        StreetOptions options = SMALL.withDuration(Duration.ofSeconds(1));
        List<RecordedFrame> all = play(options);
        Stamp from = options.start().plus(Duration.ofMillis(500));
        List<RecordedFrame> late = new ArrayList<>();
        new StreetRecording(options).frames(from).forEachRemaining(late::add);
        assertThat(late)
                .isNotEmpty()
                .isEqualTo(all.stream().filter(f -> !f.stamp().isBefore(from)).toList());
    }

    @Test
    void withoutADurationItNeverEnds() {
        StreetRecording street = new StreetRecording(SMALL);
        assertThat(street.end()).isEmpty();
        Iterator<RecordedFrame> frames = street.frames(SMALL.start().plus(Duration.ofDays(30)));
        assertThat(frames.next().stamp()).isGreaterThan(SMALL.start().plus(Duration.ofDays(30)));
    }

    @Test
    void theLabelIsThatOfTheExactCaptureTime() {
        StreetRecording street = new StreetRecording(SMALL);
        Stamp stamp = SMALL.start().plusNanos(1_234_567_890L);
        LabelRaster label = street.labels().orElseThrow().at(stamp).orElseThrow();
        StreetRenderer renderer = new StreetRenderer(new StreetScene(1, Weather.CLOUD), 32, 24);
        assertThat(label.classIds()).isEqualTo(renderer.labelAt(1_234_567_890L));
        assertThat(label.at(16, 23)).isIn(StreetClasses.ROAD, StreetClasses.ROAD_LINE);
    }

    @Test
    void latchedMessagesAreTheCalibration() throws Exception {
        StreetRecording street = new StreetRecording(SMALL);
        CameraCalibration camera =
                CameraCalibration.parseFrom(street.latched().get(0).value());
        assertThat(camera.getKList()).containsExactly(16.0, 0.0, 15.5, 0.0, 16.0, 11.5, 0.0, 0.0, 1.0);
        FrameTransform lidar = FrameTransform.parseFrom(street.latched().get(1).value());
        assertThat(lidar.getParentFrameId()).isEqualTo(camera.getFrameId());
        double[] r = StreetCalibration.of(32, 24).rotation();
        double[] forward = rotated(lidar.getRotation(), 1, 0, 0);
        double[] up = rotated(lidar.getRotation(), 0, 0, 1);
        for (int row = 0; row < 3; row++) {
            assertThat(forward[row]).isCloseTo(r[3 * row], within(1e-12));
            assertThat(up[row]).isCloseTo(r[3 * row + 2], within(1e-12));
        }
    }

    /** {@code q v q*}, written out. */
    private static double[] rotated(Quaternion q, double x, double y, double z) {
        double tx = 2 * (q.getY() * z - q.getZ() * y);
        double ty = 2 * (q.getZ() * x - q.getX() * z);
        double tz = 2 * (q.getX() * y - q.getY() * x);
        return new double[] {
            x + q.getW() * tx + q.getY() * tz - q.getZ() * ty,
            y + q.getW() * ty + q.getZ() * tx - q.getX() * tz,
            z + q.getW() * tz + q.getX() * ty - q.getY() * tx
        };
    }

    @Test
    void aRateOfZeroIsRefused() {
        assertThatThrownBy(() -> new Rates(10, 0, 10, 10))
                .hasMessageContaining("'depth'")
                .hasMessageContaining("more than 0");
    }
}
