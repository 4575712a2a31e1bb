package io.lynceus.dataset.muses;

import static io.lynceus.dataset.muses.PlayedMuses.RECORDED;
import static io.lynceus.dataset.muses.PlayedMuses.all;
import static io.lynceus.dataset.muses.PlayedMuses.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.dataset.muses.MusesOptions.Projection;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.LocationFix;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.v1.EventPacket;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each of MUSES' sensors sends, against the street of which the miniature was made. */
class MusesFramesTest {
    @TempDir
    private Path folder;

    private PlayedMuses muses;

    @BeforeEach
    void write() {
        muses = new PlayedMuses(folder);
    }

    @Test
    void picturesAreSentAsTheyAre() throws Exception {
        for (RecordedFrame frame : muses.of("rgb", RECORDED)) {
            BufferedImage image = ImageFiles.decode(
                    CompressedImage.parseFrom(frame.value()).getData().toByteArray(), "picture");
            byte[] rgb = muses.scene(frame).truth().rgb();
            for (int i = 0; i < rgb.length; i++) {
                assertThat(image.getRaster().getSample(i / 3 % 64, i / 3 / 64, i % 3))
                        .isEqualTo(rgb[i] & 0xFF);
            }
        }
    }

    @Test
    void scansAreTheStreetsToFloatPrecisionWithTheirTimes() throws Exception {
        List<RecordedFrame> scans = muses.of("lidar", RECORDED);
        assertThat(scans).hasSize(3);
        for (RecordedFrame frame : scans) {
            PointCloud cloud = PointCloud.parseFrom(frame.value());
            float[] truth = muses.scene(frame).truth().street().points();
            int count = truth.length / 4;
            ByteBuffer data = cloud.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            assertThat(data.limit()).isEqualTo(count * cloud.getPointStride());
            for (int i = 0; i < count; i++) {
                int point = i * cloud.getPointStride();
                for (int axis = 0; axis < 3; axis++) {
                    assertThat(data.getFloat(point + 4 * axis)).isEqualTo(truth[4 * i + axis]);
                }
                assertThat(data.getFloat(point + 12)).isCloseTo(255 * truth[4 * i + 3], within(1e-4f));
                assertThat(data.getInt(point + 16)).isEqualTo(i % 8);
                double time = seconds(frame.stamp()) + data.getInt(point + 20) * 1e-9;
                assertThat(time).isCloseTo(muses.scene(frame).pointTime(i, count), within(2e-6));
            }
        }
    }

    @Test
    void eventsAreTheStreetsExactly() throws Exception {
        List<RecordedFrame> packets = muses.of("event", RECORDED);
        assertThat(packets).hasSize(3);
        for (RecordedFrame frame : packets) {
            EventPacket packet = EventPacket.parseFrom(frame.value());
            var truth = muses.scene(frame).truth().street().events();
            int n = truth.count();
            assertThat(n).isPositive();
            ByteBuffer x = packet.getX().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer y = packet.getY().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer t = packet.getT().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            assertThat(packet.getPolarity().toByteArray()).isEqualTo(truth.polarity());
            for (int i = 0; i < n; i++) {
                assertThat(x.getShort(2 * i)).isEqualTo(truth.x()[i]);
                assertThat(y.getShort(2 * i)).isEqualTo(truth.y()[i]);
                assertThat(t.getInt(4 * i)).isEqualTo((int) (1000
                        * (muses.scene(frame).eventTime(i) - muses.scene(frame).eventTime(0))));
            }
            long last = packet.getTimeBase() + t.getInt(4 * n - 4);
            assertThat(last).isEqualTo(frame.stamp().nanos());
        }
    }

    @Test
    void eventsMayBePlacedInTheCamerasImage() throws Exception {
        // A point far away, seen by both: forward, a little right and down of the event camera.
        double[] ray = {0.05, -0.02, 1};
        double eventX = 640 * ray[0] + 640;
        double eventY = 640 * ray[1] + 360;
        double forward = -0.6 * ray[0] + 0.8;
        double rgbX = 960.1 * (0.8 * ray[0] + 0.6) / forward + 960.3;
        double rgbY = 960.2 * ray[1] / forward + 540.4;
        double[] h = MusesCalibration.read(muses.written().root()).eventHomography();
        double w = h[6] * eventX + h[7] * eventY + h[8];
        assertThat((h[0] * eventX + h[1] * eventY + h[2]) / w).isCloseTo(rgbX, within(1e-3));
        assertThat((h[3] * eventX + h[4] * eventY + h[5]) / w).isCloseTo(rgbY, within(1e-3));
        EventPacket placed = EventPacket.parseFrom(
                muses.of("event", RECORDED.with(Projection.NODE)).get(0).value());
        assertThat(placed.getWidth()).isEqualTo(1920);
        assertThat(placed.getFrameId()).isEqualTo("camera_front");
    }

    @Test
    void radarEchoesBecomePointsOnTheirAzimuths() throws Exception {
        RecordedFrame frame = muses.of("radar", RECORDED).get(0);
        PointCloud cloud = PointCloud.parseFrom(frame.value());
        ByteBuffer data = cloud.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(data.limit() / 24).isEqualTo((399 - 1) * MiniMuses.BINS); // the last column and an invalid one
        // Column 199 looks forward; one is left out before it.
        int first = 24 * 198 * MiniMuses.BINS;
        for (int bin = 0; bin < MiniMuses.BINS; bin++) {
            assertThat(data.getFloat(first + 24 * bin)).isCloseTo((bin + 1) * 0.0438f, within(1e-5f));
            assertThat(data.getFloat(first + 24 * bin + 4)).isCloseTo(0, within(1e-5f));
            assertThat(data.getFloat(first + 24 * bin + 8)).isEqualTo(-1.62f);
            assertThat(data.getFloat(first + 24 * bin + 12))
                    .isEqualTo(muses.scene(frame).echo(199, bin));
        }
        // Column 99 is 90 degrees to the left of it.
        int left = 24 * 98 * MiniMuses.BINS;
        assertThat(data.getFloat(left + 4)).isCloseTo(0.0438f, within(1e-5f));
        PointCloud strong = PointCloud.parseFrom(
                muses.of("radar", RECORDED.withRadarThreshold(200)).get(0).value());
        ByteBuffer echoes = strong.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(echoes.limit()).isBetween(24, data.limit() / 2);
        for (int point = 0; point < echoes.limit(); point += 24) {
            assertThat(echoes.getFloat(point + 12)).isGreaterThanOrEqualTo(200);
        }
    }

    @Test
    void theRigsPlaceIsSentInDegreesAndMetres() throws Exception {
        LocationFix fix =
                LocationFix.parseFrom(muses.of("gnss", RECORDED).get(0).value());
        assertThat(fix.getLongitude()).isCloseTo(8.5432109, within(1e-9));
        assertThat(fix.getLatitude()).isCloseTo(47.3771234, within(1e-9));
        assertThat(fix.getAltitude()).isCloseTo(412.345, within(1e-9));
    }

    @Test
    void motionMovesPointsByTheDrivenDistanceAndTurnsThem() throws Exception {
        RecordedFrame plain = muses.of("lidar", RECORDED).get(0);
        RecordedFrame moved =
                muses.of("lidar", RECORDED.withMotionCompensation(true)).get(0);
        ByteBuffer before = PointCloud.parseFrom(plain.value())
                .getData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer after = PointCloud.parseFrom(moved.value())
                .getData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        int count = before.limit() / 24;
        for (int i = 0; i < count; i += 7) {
            double elapsed =
                    muses.scene(plain).pointTime(i, count) - muses.scene(plain).middle();
            // To the GNSS frame (forward, right, down), on by the speed, about the down axis by the yaw, and back.
            double forward = before.getFloat(24 * i) + 0.7 + MiniMuses.SPEED * elapsed;
            double right = -before.getFloat(24 * i + 4);
            double yaw = Math.toRadians(MiniMuses.YAW_RATE * elapsed);
            double x = Math.cos(yaw) * forward - Math.sin(yaw) * right - 0.7;
            double y = -(Math.sin(yaw) * forward + Math.cos(yaw) * right);
            assertThat(after.getFloat(24 * i)).isCloseTo((float) x, within(1e-4f));
            assertThat(after.getFloat(24 * i + 4)).isCloseTo((float) y, within(1e-4f));
            assertThat(after.getFloat(24 * i + 8)).isCloseTo(before.getFloat(24 * i + 8), within(1e-5f));
        }
    }

    @Test
    void aScanOfAnotherLayoutIsRefused() throws Exception {
        Path scan = muses.written().root().resolve("lidar/train/snow/day/REC0002_frame_000020_lidar.bin");
        Files.write(scan, new byte[48 * 3 + 16]); // as KITTI's float32 x 4 may well be
        Recording recording = Muses.open(folder, RECORDED);
        assertThatThrownBy(() -> all(recording))
                .hasMessageContaining("REC0002_frame_000020")
                .hasMessageContaining("160 bytes; a scan has a multiple of 48");
    }
}
