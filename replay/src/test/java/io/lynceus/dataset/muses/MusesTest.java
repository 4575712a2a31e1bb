package io.lynceus.dataset.muses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.dataset.muses.MusesOptions.Projection;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.LocationFix;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MusesTest {
    private static final MusesOptions RECORDED =
            MusesOptions.defaults().withRate(0).withRadarThreshold(0).with(Projection.NONE);

    @TempDir
    private Path folder;

    private MiniMuses mini;

    @BeforeEach
    void write() {
        mini = MiniMuses.write(folder);
    }

    private static List<RecordedFrame> all(Recording recording) {
        List<RecordedFrame> frames = new ArrayList<>();
        recording.frames(recording.start()).forEachRemaining(frames::add);
        return frames;
    }

    private List<RecordedFrame> of(String sensor, MusesOptions options) throws IOException {
        return all(Muses.open(mini.root(), options)).stream()
                .filter(f -> f.channel().sensor().equals(sensor))
                .toList();
    }

    private MiniMuses.Scene scene(RecordedFrame frame) {
        return mini.scenes().get(frame.sampleId().orElseThrow());
    }

    private static double seconds(Stamp stamp) {
        return stamp.nanos() / 1e9;
    }

    @Test
    void scenesComeByTimeAndSensorsAtTheirOwnTimes() throws Exception {
        List<RecordedFrame> frames = all(Muses.open(folder, RECORDED));
        assertThat(frames).extracting(RecordedFrame::stamp).isSorted();
        assertThat(frames.stream().map(f -> f.sampleId().orElseThrow()).distinct())
                .containsExactlyElementsOf(mini.scenes().keySet());
        for (RecordedFrame frame : frames) {
            MiniMuses.Scene scene = scene(frame);
            double expected =
                    switch (frame.channel().sensor()) {
                        case "lidar" -> scene.middle() - MiniMuses.LIDAR_EARLY;
                        case "event" -> scene.end() / 1e6;
                        default -> scene.middle();
                    };
            assertThat(seconds(frame.stamp())).as(frame.toString()).isCloseTo(expected, within(1e-6));
        }
        assertThat(frames).filteredOn(f -> f.channel().sensor().equals("radar")).hasSize(2);
    }

    @Test
    void atASteadyRateTheSensorsKeepTheirDistances() throws Exception {
        Recording recording = Muses.open(folder, MusesOptions.defaults().withRate(10));
        List<RecordedFrame> frames = all(recording);
        assertThat(frames).extracting(RecordedFrame::stamp).isSorted();
        for (RecordedFrame frame : frames) {
            RecordedSample sample = recording.samples().get((int) frame.sequence());
            long skew = frame.stamp().nanosSince(sample.stamp());
            assertThat(sample.stamp()).isEqualTo(Recording.UNDATED.plusNanos(frame.sequence() * 100_000_000));
            switch (frame.channel().sensor()) {
                case "lidar" -> assertThat(skew).isCloseTo(-12_000_000, within(1000L));
                case "event" -> assertThat(skew).isEqualTo(4_500_000);
                default -> assertThat(skew).isCloseTo(0, within(1000L));
            }
        }
        assertThat(recording.start()).isLessThan(frames.get(0).stamp());
        assertThat(recording.end().orElseThrow())
                .isGreaterThan(frames.get(frames.size() - 1).stamp());
    }

    /** MUSES comes in an archive for each sensor. */
    @Test
    void aSensorWhoseArchiveWasNotUnpackedIsLeftOutAndSaidSo() throws Exception {
        Files.move(mini.root().resolve("lidar"), folder.resolve("elsewhere"));
        Recording recording = Muses.open(mini.root(), RECORDED);
        assertThat(recording.channels())
                .extracting(Channel::sensor)
                .contains("rgb", "event", "radar")
                .doesNotContain("lidar");
        assertThat(all(recording))
                .isNotEmpty()
                .noneMatch(f -> f.channel().sensor().equals("lidar"));
        assertThat(recording.remarks()).anyMatch(remark -> remark.contains("lidar") && remark.contains("not been"));
    }

    @Test
    void aFolderWithASlipInItsNameIsNotTakenForAnAbsentArchive() throws Exception {
        Files.move(mini.root().resolve("lidar"), mini.root().resolve("lidars"));
        assertThatThrownBy(() -> Muses.open(mini.root(), RECORDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lidar=3")
                .hasMessageContaining("lidars");
    }

    @Test
    void picturesAreSentAsTheyAre() throws Exception {
        for (RecordedFrame frame : of("rgb", RECORDED)) {
            BufferedImage image = ImageFiles.decode(
                    CompressedImage.parseFrom(frame.value()).getData().toByteArray(), "picture");
            byte[] rgb = scene(frame).truth().rgb();
            for (int i = 0; i < rgb.length; i++) {
                assertThat(image.getRaster().getSample(i / 3 % 64, i / 3 / 64, i % 3))
                        .isEqualTo(rgb[i] & 0xFF);
            }
        }
    }

    @Test
    void scansAreTheStreetsToFloatPrecisionWithTheirTimes() throws Exception {
        List<RecordedFrame> scans = of("lidar", RECORDED);
        assertThat(scans).hasSize(3);
        for (RecordedFrame frame : scans) {
            PointCloud cloud = PointCloud.parseFrom(frame.value());
            float[] truth = scene(frame).truth().street().points();
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
                assertThat(time).isCloseTo(scene(frame).pointTime(i, count), within(2e-6));
            }
        }
    }

    @Test
    void eventsAreTheStreetsExactly() throws Exception {
        List<RecordedFrame> packets = of("event", RECORDED);
        assertThat(packets).hasSize(3);
        for (RecordedFrame frame : packets) {
            EventPacket packet = EventPacket.parseFrom(frame.value());
            var truth = scene(frame).truth().street().events();
            int n = truth.count();
            assertThat(n).isPositive();
            ByteBuffer x = packet.getX().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer y = packet.getY().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer t = packet.getT().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            assertThat(packet.getPolarity().toByteArray()).isEqualTo(truth.polarity());
            for (int i = 0; i < n; i++) {
                assertThat(x.getShort(2 * i)).isEqualTo(truth.x()[i]);
                assertThat(y.getShort(2 * i)).isEqualTo(truth.y()[i]);
                assertThat(t.getInt(4 * i)).isEqualTo((int)
                        (1000 * (scene(frame).eventTime(i) - scene(frame).eventTime(0))));
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
        double[] h = MusesCalibration.read(mini.root()).eventHomography();
        double w = h[6] * eventX + h[7] * eventY + h[8];
        assertThat((h[0] * eventX + h[1] * eventY + h[2]) / w).isCloseTo(rgbX, within(1e-3));
        assertThat((h[3] * eventX + h[4] * eventY + h[5]) / w).isCloseTo(rgbY, within(1e-3));
        EventPacket placed = EventPacket.parseFrom(
                of("event", RECORDED.with(Projection.NODE)).get(0).value());
        assertThat(placed.getWidth()).isEqualTo(1920);
        assertThat(placed.getFrameId()).isEqualTo("camera_front");
    }

    @Test
    void radarEchoesBecomePointsOnTheirAzimuths() throws Exception {
        RecordedFrame frame = of("radar", RECORDED).get(0);
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
                    .isEqualTo(scene(frame).echo(199, bin));
        }
        // Column 99 is 90 degrees to the left of it.
        int left = 24 * 98 * MiniMuses.BINS;
        assertThat(data.getFloat(left + 4)).isCloseTo(0.0438f, within(1e-5f));
        PointCloud strong = PointCloud.parseFrom(
                of("radar", RECORDED.withRadarThreshold(200)).get(0).value());
        ByteBuffer echoes = strong.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(echoes.limit()).isBetween(24, data.limit() / 2);
        for (int point = 0; point < echoes.limit(); point += 24) {
            assertThat(echoes.getFloat(point + 12)).isGreaterThanOrEqualTo(200);
        }
    }

    @Test
    void theRigsPlaceIsSentInDegreesAndMetres() throws Exception {
        LocationFix fix = LocationFix.parseFrom(of("gnss", RECORDED).get(0).value());
        assertThat(fix.getLongitude()).isCloseTo(8.5432109, within(1e-9));
        assertThat(fix.getLatitude()).isCloseTo(47.3771234, within(1e-9));
        assertThat(fix.getAltitude()).isCloseTo(412.345, within(1e-9));
    }

    @Test
    void motionMovesPointsByTheDrivenDistanceAndTurnsThem() throws Exception {
        RecordedFrame plain = of("lidar", RECORDED).get(0);
        RecordedFrame moved = of("lidar", RECORDED.withMotionCompensation(true)).get(0);
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
            double elapsed = scene(plain).pointTime(i, count) - scene(plain).middle();
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
    void labelsAreTrainIdsAlready() throws Exception {
        Recording recording = Muses.open(folder, RECORDED);
        Labels labels = recording.labels().orElseThrow();
        assertThat(labels.classes()).isEqualTo(MusesDataset.CLASSES);
        for (RecordedSample sample : recording.samples()) {
            LabelRaster label = labels.of(sample.id()).orElseThrow();
            assertThat(labels.at(sample.stamp())).contains(label);
            for (int i = 0; i < 64 * 36; i++) {
                assertThat(label.classIds()[i] & 0xFF)
                        .isEqualTo(
                                MiniMuses.trainId(mini.scenes().get(sample.id()).truth(), i));
            }
        }
    }

    @Test
    void calibrationAndPosesComeFirst() throws Exception {
        Recording recording = Muses.open(folder, RECORDED);
        CameraCalibration camera =
                CameraCalibration.parseFrom(recording.latched().get(0).value());
        assertThat(camera.getWidth()).isEqualTo(1920);
        assertThat(camera.getK(0)).isEqualTo((float) 960.1);
        assertThat(recording.latched())
                .extracting(Latched::frameId)
                .containsExactly("camera_front", "event_front", "event_front", "lidar_front", "radar_top");
    }

    @Test
    void whatIsNotPlayedIsCounted() throws Exception {
        assertThat(Muses.open(folder, RECORDED).remarks())
                .containsExactly(
                        "2 reference frames of the same places on a clear day are not played",
                        "1 of 3 scenes have no radar");
    }

    @Test
    void scenesCanBeChosenByTheirTags() throws Exception {
        SampleFilter night = SampleFilter.ALL.with("split", "val").with("time_of_day", "night");
        assertThat(Muses.open(folder, RECORDED.with(night)).samples())
                .extracting(RecordedSample::id)
                .containsExactly("REC0006_frame_043790");
        assertThatThrownBy(() -> Muses.open(folder, RECORDED.with(SampleFilter.ALL.with("weather", "frog"))))
                .hasMessageContaining("did you mean 'fog'?");
    }

    @Test
    void withheldLabelsAreNoneButAFewMissingOnesAreAnError() throws Exception {
        Files.delete(mini.root().resolve("gt_semantic/val/fog/night/REC0006_frame_043790_gt_labelTrainIds.png"));
        assertThatThrownBy(() -> Muses.open(folder, RECORDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 of 3 scenes have no label")
                .hasMessageContaining("REC0006_frame_043790");
        Recording night = Muses.open(folder, RECORDED.with(SampleFilter.ALL.with("time_of_day", "night")));
        assertThat(night.labels()).isEmpty();
        assertThat(night.remarks()).contains("there are no labels in gt_semantic");
    }

    @Test
    void missingFilesAreCountedBySensor() throws Exception {
        for (MiniMuses.Scene scene : mini.scenes().values()) {
            Files.delete(mini.root()
                    .resolve("lidar/" + scene.split() + '/' + scene.weather() + '/' + scene.time() + '/' + scene.id()
                            + "_lidar.bin"));
        }
        assertThatThrownBy(() -> Muses.open(folder, RECORDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("{lidar=3}")
                .hasMessageContaining("REC0002_frame_000020_lidar.bin")
                .hasMessageContaining("unpack the missing archives");
        assertThatThrownBy(() -> Muses.open(folder.resolve("muses/lidar"), RECORDED))
                .hasMessageContaining("there is no calib.json");
    }

    @Test
    void aScanOfAnotherLayoutIsRefused() throws Exception {
        Path scan = mini.root().resolve("lidar/train/snow/day/REC0002_frame_000020_lidar.bin");
        Files.write(scan, new byte[48 * 3 + 16]); // as KITTI's float32 x 4 may well be
        Recording recording = Muses.open(folder, RECORDED);
        assertThatThrownBy(() -> all(recording))
                .hasMessageContaining("REC0002_frame_000020")
                .hasMessageContaining("160 bytes; a scan has a multiple of 48");
    }
}
