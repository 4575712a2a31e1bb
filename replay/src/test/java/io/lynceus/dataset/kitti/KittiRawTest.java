package io.lynceus.dataset.kitti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KittiRawTest {
    private static final String CAMERA = "S_rect_02: 8.0e+00 6.0e+00\n"
            + "R_rect_00: 1 0 0 0 1 0 0 0 1\n"
            + "P_rect_02: 4 0 3.5 2 0 4 2.5 0 0 0 1 0\n";
    // x forward, y left, z up to x right, y down, z forward.
    private static final String LIDAR = "calib_time: 15-Mar-2012 11:37:16\nR: 0 -1 0 0 0 -1 1 0 0\nT: 0.5 0 -0.25\n";

    private final Path root;
    private final Path day;
    private final Path drive;

    /** Writes a miniature. */
    KittiRawTest(@TempDir Path root) throws IOException {
        this.root = root;
        day = root.resolve("2020_01_02");
        drive = day.resolve("2020_01_02_drive_0007_sync");
        Files.createDirectories(drive.resolve("image_02/data"));
        Files.createDirectories(drive.resolve("velodyne_points/data"));
        Files.writeString(day.resolve("calib_cam_to_cam.txt"), CAMERA);
        Files.writeString(day.resolve("calib_velo_to_cam.txt"), LIDAR);
        StringBuilder images = new StringBuilder();
        StringBuilder scans = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            images.append("2020-01-02 10:00:00.").append(i).append("10000001\n");
            scans.append("2020-01-02 10:00:00.").append(i).append("00000000\n");
            BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(
                    image,
                    "png",
                    drive.resolve("image_02/data/000000000" + i + ".png").toFile());
            ByteBuffer scan = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
            scan.putFloat(4 + i).putFloat(0).putFloat(0).putFloat(0.5f);
            scan.putFloat(9).putFloat(1).putFloat(-1).putFloat(1);
            Files.write(drive.resolve("velodyne_points/data/000000000" + i + ".bin"), scan.array());
        }
        Files.writeString(drive.resolve("image_02/timestamps.txt"), images);
        Files.writeString(drive.resolve("velodyne_points/timestamps.txt"), scans);
    }

    private static List<RecordedFrame> all(KittiRaw kitti) {
        List<RecordedFrame> frames = new ArrayList<>();
        kitti.frames(kitti.start()).forEachRemaining(frames::add);
        return frames;
    }

    @Test
    void scansAndImagesComeInTurnWithTheirNanoseconds() throws Exception {
        try (KittiRaw kitti = KittiRaw.open(root)) {
            List<RecordedFrame> frames = all(kitti);
            assertThat(frames)
                    .extracting(f -> f.channel().sensor() + f.sequence())
                    .containsExactly("lidar0", "rgb0", "lidar1", "rgb1", "lidar2", "rgb2");
            assertThat(frames.get(1).stamp()).isEqualTo(Stamp.of(Instant.parse("2020-01-02T10:00:00.010000001Z")));
            assertThat(kitti.channels()).extracting(Channel::rateHz).containsExactly(10.0, 10.0);
            assertThat(kitti.name()).isEqualTo("kitti/2020_01_02_drive_0007_sync");
            assertThat(kitti.end()).contains(frames.get(5).stamp().plusNanos(100_000_000));
        }
    }

    @Test
    void imagesAndScansAreCopiedByteByByte() throws Exception {
        List<RecordedFrame> frames = all(KittiRaw.open(drive));
        PointCloud cloud = PointCloud.parseFrom(frames.get(0).value());
        assertThat(cloud.getData().toByteArray())
                .isEqualTo(Files.readAllBytes(drive.resolve("velodyne_points/data/0000000000.bin")));
        assertThat(cloud.getFieldsList())
                .extracting(field -> field.getName() + field.getOffset())
                .containsExactly("x0", "y4", "z8", "intensity12");
        CompressedImage image = CompressedImage.parseFrom(frames.get(1).value());
        assertThat(image.getFormat()).isEqualTo("png");
        assertThat(image.getData().toByteArray())
                .isEqualTo(Files.readAllBytes(drive.resolve("image_02/data/0000000000.png")));
    }

    @Test
    void playingMayBeginInTheMiddle() throws Exception {
        KittiRaw kitti = KittiRaw.open(day);
        Iterator<RecordedFrame> frames = kitti.frames(kitti.start().plusNanos(150_000_000));
        assertThat(frames.next().channel().sensor()).isEqualTo("lidar");
        assertThat(frames.next().sequence()).isEqualTo(2);
    }

    @Test
    void theCalibrationPutsPointsWhereKittisEquationDoes() throws Exception {
        double[] pixel = project(KittiRaw.open(root), 4, 0, 0);
        // P (R p + T) by hand: R p + T = (0.5, 0, 3.75), P of it = (4 * 0.5 + 3.5 * 3.75 + 2, 2.5 * 3.75, 3.75).
        assertThat(pixel[0]).isCloseTo(17.125 / 3.75, within(1e-9));
        assertThat(pixel[1]).isCloseTo(2.5, within(1e-9));
    }

    @Test
    void theImagesTellTheirSizeWhereTheCalibrationDoesNot() throws Exception {
        Files.writeString(day.resolve("calib_cam_to_cam.txt"), CAMERA.substring(CAMERA.indexOf('\n') + 1));
        CameraCalibration camera =
                CameraCalibration.parseFrom(KittiRaw.open(root).latched().get(0).value());
        assertThat(camera.getWidth()).isEqualTo(8);
        assertThat(camera.getHeight()).isEqualTo(6);
    }

    @Test
    void aMissingScanIsAGapInTheSequence() throws Exception {
        Files.delete(drive.resolve("velodyne_points/data/0000000001.bin"));
        assertThat(all(KittiRaw.open(root)))
                .extracting(f -> f.channel().sensor() + f.sequence())
                .containsExactly("lidar0", "rgb0", "rgb1", "lidar2", "rgb2");
    }

    @Test
    void missingPartsAreNamedWithWhatIsThereInstead() throws Exception {
        Files.delete(day.resolve("calib_velo_to_cam.txt"));
        assertThatThrownBy(() -> KittiRaw.open(root))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no calib_velo_to_cam.txt in " + day)
                .hasMessageContaining("which has 2020_01_02_drive_0007_sync, calib_cam_to_cam.txt");
    }

    @Test
    void aMissingCalibrationEntryIsNamed() throws Exception {
        Files.writeString(day.resolve("calib_velo_to_cam.txt"), "R: 1 0 0\nT: 1 2 3\n");
        assertThatThrownBy(() -> KittiRaw.open(root)).hasMessageContaining("entry R of 9 numbers, but has 3 numbers");
        Files.writeString(day.resolve("calib_velo_to_cam.txt"), "T: 1 2 3\n");
        assertThatThrownBy(() -> KittiRaw.open(root)).hasMessageContaining("but has entries [T]");
    }

    @Test
    void strayFilesAmongTheFramesAreRefused() throws Exception {
        Files.createFile(drive.resolve("image_02/data/0000000003.png"));
        assertThatThrownBy(() -> KittiRaw.open(root))
                .hasMessageContaining("expected 0000000000.png to 0000000002.png")
                .hasMessageContaining("0000000003.png");
    }

    @Test
    void aMalformedCaptureTimeIsNamedByItsLine() throws Exception {
        Files.writeString(drive.resolve("image_02/timestamps.txt"), "2020-01-02 10:00:00.01\nyesterday\n");
        assertThatThrownBy(() -> KittiRaw.open(root)).hasMessageContaining("line 2, 'yesterday'");
        Files.writeString(drive.resolve("image_02/timestamps.txt"), "2020-01-02 10:00:00.01\n2020-01-02 10:00:00\n");
        assertThatThrownBy(() -> KittiRaw.open(root))
                .hasMessageContaining("line 2")
                .hasMessageContaining("must not fall");
    }

    @Test
    void aScanThatWasCutOffIsRefusedWhenItIsRead() throws Exception {
        Files.write(drive.resolve("velodyne_points/data/0000000000.bin"), new byte[30]);
        KittiRaw kitti = KittiRaw.open(root);
        Iterator<RecordedFrame> frames = kitti.frames(kitti.start());
        assertThatThrownBy(frames::next)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("30 bytes")
                .hasMessageContaining("multiple of 16");
    }

    @Test
    void oneOfSeveralDrivesMustBeNamed() throws Exception {
        Files.createDirectories(day.resolve("2020_01_02_drive_0008_sync"));
        assertThat(KittiRaw.drives(root)).hasSize(2);
        assertThatThrownBy(() -> KittiRaw.open(root))
                .hasMessageContaining("several drives")
                .hasMessageContaining("drive_0008_sync");
        assertThatThrownBy(() -> KittiRaw.open(drive.resolve("image_02"))).hasMessageContaining("it has data");
        assertThatThrownBy(() -> KittiRaw.open(root.resolve("absent")))
                .hasMessageContaining("nothing in it, because it does not exist");
    }

    @Test
    void theRealDriveIsReadAndItsPointsFallIntoItsImages() throws Exception {
        Path real = Path.of(System.getProperty("lynceus.shared", "../../shared"), "data", "kitti_raw");
        Assumptions.assumeTrue(Files.exists(real), "no KITTI raw data in " + real);
        KittiRaw kitti = KittiRaw.open(real);
        List<RecordedFrame> frames = all(kitti);
        assertThat(frames).hasSize(24).extracting(RecordedFrame::stamp).isSorted();
        assertThat(frames.get(1).stamp().nanosSince(frames.get(0).stamp())).isEqualTo(10_000_000);
        CompressedImage image = CompressedImage.parseFrom(frames.get(1).value());
        BufferedImage decoded = ImageIO.read(image.getData().newInput());
        assertThat(decoded.getWidth()).isEqualTo(1242);
        assertThat(decoded.getHeight()).isEqualTo(375);
        PointCloud cloud = PointCloud.parseFrom(frames.get(0).value());
        FloatBuffer points = cloud.getData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        assertThat(points.remaining() / 4).isBetween(100_000, 130_000);
        int ground = 0;
        int inView = 0;
        for (int i = 0; i < points.limit(); i += 4) {
            double[] pixel = project(kitti, points.get(i), points.get(i + 1), points.get(i + 2));
            boolean seen = pixel[2] > 1 && pixel[0] >= 0 && pixel[0] < 1242 && pixel[1] >= 0 && pixel[1] < 375;
            inView += seen ? 1 : 0;
            // The road, 1.7 m below the scanner, lies below the horizon.
            ground += seen && points.get(i + 2) < -1.5 && pixel[1] > 172 ? 1 : 0;
        }
        assertThat(inView).isBetween(15_000, 25_000);
        assertThat(ground).isGreaterThan(4000);
    }

    /** Column, row and depth of a LiDAR point, by what the recording publishes. */
    private static double[] project(KittiRaw kitti, double x, double y, double z) throws IOException {
        CameraCalibration camera =
                CameraCalibration.parseFrom(kitti.latched().get(0).value());
        FrameTransform pose = FrameTransform.parseFrom(kitti.latched().get(1).value());
        double qx = pose.getRotation().getX();
        double qy = pose.getRotation().getY();
        double qz = pose.getRotation().getZ();
        double qw = pose.getRotation().getW();
        double tx = 2 * (qy * z - qz * y);
        double ty = 2 * (qz * x - qx * z);
        double tz = 2 * (qx * y - qy * x);
        double cx = x + qw * tx + qy * tz - qz * ty + pose.getTranslation().getX();
        double cy = y + qw * ty + qz * tx - qx * tz + pose.getTranslation().getY();
        double cz = z + qw * tz + qx * ty - qy * tx + pose.getTranslation().getZ();
        return new double[] {camera.getK(0) * cx / cz + camera.getK(2), camera.getK(4) * cy / cz + camera.getK(5), cz};
    }
}
