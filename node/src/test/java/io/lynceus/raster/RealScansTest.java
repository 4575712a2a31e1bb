package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.rastered;
import static io.lynceus.raster.Fixtures.rasterizer;
import static io.lynceus.raster.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** Projection checked against recordings whose truth others have made. */
class RealScansTest {
    private static final int BYTES_PER_POINT = 16;

    @Test
    void rellisPointsCarryTheClassOfThePixelTheyFallOn() throws IOException {
        Path folder = Fixtures.shared("data/rellis3d");
        assumeTrue(Files.exists(folder), "no RELLIS-3D frame at " + folder);
        RasterSize full = new RasterSize(1200, 1920);
        CameraModel camera = CameraModel.pinhole(2813.643275, 2808.326079, 969.285772, 624.049972, full);
        RigidTransform cameraInLidar = RigidTransform.ofQuaternion(0.51206185, 0.49024953, -0.49228464, -0.50507811)
                .withTranslation(-0.13165462, 0.03870398, -0.17253834);
        PointProjector projector = new PointProjector(camera, cameraInLidar.inverse(), full);
        ByteBuffer points = read(folder.resolve("000104.bin"));
        ByteBuffer classes = read(folder.resolve("000104.label"));
        int inView = 0;
        int labelled = 0;
        int agreeing = 0;
        try (Mat label = imread(folder.resolve("frame000104-1581624663_149.png").toString(), IMREAD_GRAYSCALE)) {
            ByteBuffer pixels = label.createBuffer();
            for (int i = 0; i < classes.limit() / 4; i++) {
                int at = BYTES_PER_POINT * i;
                if (projector.project(points.getFloat(at), points.getFloat(at + 4), points.getFloat(at + 8))) {
                    inView++;
                    int ofPoint = classes.getInt(4 * i);
                    int ofPixel = pixels.get(projector.row() * full.width() + projector.column()) & 0xFF;
                    labelled += ofPoint != 0 ? 1 : 0;
                    agreeing += ofPoint != 0 && ofPoint == ofPixel ? 1 : 0;
                }
            }
        }
        assertThat(inView).isBetween(7_000, 7_800);
        assertThat(agreeing / (double) labelled).isGreaterThan(0.75);
    }

    @Test
    void kittiLidarLinesUpWithItsImage() throws IOException {
        Path day = Fixtures.shared("data/kitti_raw/2011_09_26");
        assumeTrue(Files.exists(day), "no KITTI recording at " + day);
        Path drive = day.resolve("2011_09_26_drive_0009_sync");
        RasterSize size = new RasterSize(375, 1242);
        ByteBuffer image = target(size);
        rastered(rasterizer(Modality.RGB, PayloadFormat.IMAGE, size)
                .decode(Files.readAllBytes(drive.resolve("image_02/data/0000000000.png")), image));

        Calibration calibration = Calibration.ofPoints(
                CameraModel.pinhole(721.5377, 721.5377, 609.5593, 172.854, size), velodyneToCamera());
        ByteBuffer scan = target(size);
        byte[] cloud = Fixtures.cloud(Files.readAllBytes(drive.resolve("velodyne_points/data/0000000000.bin")))
                .build()
                .toByteArray();
        Rasterizer lidar =
                new Rasterizer(new RasterSpec(Modality.LIDAR, PayloadFormat.FOXGLOVE, size, Optional.of(calibration)));
        PointStatistics statistics =
                (PointStatistics) rastered(lidar.decode(cloud, scan)).statistics();
        assertThat(statistics.points()).isBetween(110_000, 116_000);
        assertThat(statistics.inView()).isBetween(15_000, 22_000);
        assertThat(edgeAgreement(image, scan, size, 0)).isGreaterThan(1.25 * edgeAgreement(image, scan, size, 15));
        writeOverlay(image, scan, size);
    }

    /** R_rect_00 (R x + T): calib_velo_to_cam.txt and calib_cam_to_cam.txt. */
    private static RigidTransform velodyneToCamera() {
        RigidTransform velodyne = new RigidTransform(
                7.533745e-03,
                -9.999714e-01,
                -6.166020e-04,
                1.480249e-02,
                7.280733e-04,
                -9.998902e-01,
                9.998621e-01,
                7.523790e-03,
                1.480755e-02,
                -4.069766e-03,
                -7.631618e-02,
                -2.717806e-01);
        RigidTransform rectify = new RigidTransform(
                9.999239e-01,
                9.837760e-03,
                -7.445048e-03,
                -9.869795e-03,
                9.999421e-01,
                -4.278459e-03,
                7.402527e-03,
                4.351614e-03,
                9.999631e-01,
                0,
                0,
                0);
        return velodyne.then(rectify);
    }

    /** Mean horizontal grey difference of the image where the range jumps, with the scan moved right by some pixels. */
    private static double edgeAgreement(ByteBuffer image, ByteBuffer scan, RasterSize size, int shift) {
        double sum = 0;
        int jumps = 0;
        for (int row = 150; row < size.height(); row++) {
            for (int column = 30; column < size.width() - 30; column++) {
                int here = scan.get(3 * (row * size.width() + column)) & 0xFF;
                int next = scan.get(3 * (row * size.width() + column + 1)) & 0xFF;
                if (here > 0 && next > 0 && Math.abs(here - next) > 25) {
                    int at = 3 * (row * size.width() + column + shift) + 1;
                    sum += Math.abs((image.get(at + 6) & 0xFF) - (image.get(at - 6) & 0xFF));
                    jumps++;
                }
            }
        }
        return sum / jumps;
    }

    /** For the eye: range as colour over the image, in target/. */
    private static void writeOverlay(ByteBuffer image, ByteBuffer scan, RasterSize size) throws IOException {
        ByteBuffer overlay = target(size);
        for (int i = 0; i < size.bytes(); i += 3) {
            int range = scan.get(i) & 0xFF;
            for (int c = 0; c < 3; c++) {
                overlay.put(i + 2 - c, image.get(i + c));
            }
            if (range > 0) {
                overlay.put(i, (byte) (255 - range)).put(i + 1, (byte) 60).put(i + 2, (byte) range);
            }
        }
        try (BytePointer memory = new BytePointer(overlay);
                Mat picture = new Mat(size.height(), size.width(), CV_8UC3, memory)) {
            Files.write(Path.of("target", "kitti-lidar-overlay.png"), Fixtures.encode(".png", picture));
        }
    }

    private static ByteBuffer read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
