package io.lynceus.foxglove.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.raster.message.MalformedException;
import io.lynceus.raster.message.Ros2Calibrations;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a node gets to know of a vehicle's cameras and coordinate frames. */
class BridgedCalibrationsTest {
    private static final Stamp STAMP = new Stamp(1_700_000_000_000_000_000L);

    @Test
    void cameraInfoBecomesACalibrationOnceAndAgainWhenItChanges() throws Exception {
        BridgedCalibrations calibrations = new BridgedCalibrations(Optional.empty());
        List<BridgedCalibrations.Latched> first = calibrations.take(camera(0), info("front_optical", 500, STAMP, 0));
        assertThat(first).hasSize(1);
        assertThat(first.get(0).topic()).isEqualTo(Topics.CALIBRATION);
        assertThat(first.get(0).frame()).isEqualTo("front_optical");
        CameraCalibration camera = (CameraCalibration) first.get(0).message();
        assertThat(Stamp.of(camera.getTimestamp())).isEqualTo(STAMP);
        assertThat(camera.getWidth()).isEqualTo(640);
        assertThat(camera.getHeight()).isEqualTo(480);
        assertThat(camera.getDistortionModel()).isEqualTo("plumb_bob");
        assertThat(camera.getDList()).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5);
        assertThat(camera.getKList()).containsExactly(500.0, 0.0, 320.0, 0.0, 500.0, 240.0, 0.0, 0.0, 1.0);
        assertThat(camera.getPCount()).isEqualTo(12);
        assertThat(calibrations.take(camera(0), info("front_optical", 500, STAMP.plusNanos(1), 0)))
                .as("only the time is another")
                .isEmpty();
        assertThat(calibrations.take(camera(0), info("front_optical", 501, STAMP, 0)))
                .hasSize(1);
    }

    @Test
    void aCameraOfBinnedImagesIsRefusedWithTheRemedy() {
        BridgedCalibrations calibrations = new BridgedCalibrations(Optional.empty());
        assertThatThrownBy(() -> calibrations.take(camera(0), info("front", 500, STAMP, 2)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("binning 2 x 2")
                .hasMessageContaining("publish a CameraInfo");
    }

    @Test
    void everyFrameOfTheTreeIsGivenInTheReferenceCamerasFrame() throws Exception {
        BridgedCalibrations calibrations = new BridgedCalibrations(Optional.empty());
        // The lidar is 2 m above the base; the camera is 1 m before it and looks forward: x right, y down, z forward.
        byte[] tree = transforms(
                new double[] {0, 0, 2, 0, 0, 0, 1},
                "base",
                "lidar",
                new double[] {1, 0, 0, -0.5, 0.5, -0.5, 0.5},
                "/base",
                "/camera");
        assertThat(calibrations.take(tf(), tree))
                .as("the camera is not known yet")
                .isEmpty();
        List<BridgedCalibrations.Latched> told = calibrations.take(camera(0), info("camera", 500, STAMP, 0));
        assertThat(told).extracting(BridgedCalibrations.Latched::frame).containsExactly("camera", "base", "lidar");
        FrameTransform lidar = (FrameTransform) told.get(2).message();
        assertThat(told.get(2).topic()).isEqualTo(Topics.TRANSFORMS);
        assertThat(lidar.getParentFrameId()).isEqualTo("camera");
        assertThat(lidar.getChildFrameId()).isEqualTo("lidar");
        // A point 5 m ahead of the lidar, 1 m to its left: in the camera 4 m deep, 1 m left, 2 m up.
        double[] seen = apply(RigidTransform.of(lidar), 5, 1, 0);
        assertThat(seen[0]).isCloseTo(-1, within(1e-9));
        assertThat(seen[1]).isCloseTo(-2, within(1e-9));
        assertThat(seen[2]).isCloseTo(4, within(1e-9));
        assertThat(calibrations.take(tf(), tree)).as("nothing is new").isEmpty();
    }

    @Test
    void theCameraOfTheFirstWishIsTheReferenceWhicheverComesFirst() throws Exception {
        BridgedCalibrations calibrations = new BridgedCalibrations(Optional.empty());
        calibrations.take(
                tf(),
                transforms(
                        new double[] {0, 0, 0, 0, 0, 0, 1},
                        "base",
                        "rear",
                        new double[] {0, 0, 0, 0, 0, 0, 1},
                        "base",
                        "front"));
        calibrations.take(camera(1), info("rear", 500, STAMP, 0));
        List<BridgedCalibrations.Latched> told = calibrations.take(camera(0), info("front", 500, STAMP, 0));
        assertThat(told.stream()
                        .filter(latched -> latched.message() instanceof FrameTransform)
                        .map(latched -> ((FrameTransform) latched.message()).getParentFrameId()))
                .isNotEmpty()
                .containsOnly("front");
    }

    @Test
    void aTransformThatIsGivenInTheReferenceComesThroughWithoutRounding() throws Exception {
        BridgedCalibrations calibrations = new BridgedCalibrations(Optional.of("camera"));
        double[] odd = {0.1, 0.2, 0.3, 0.1 + 1e-9, 0.2, 0.3, 0.92};
        FrameTransform told = (FrameTransform) calibrations
                .take(tf(), transforms(odd, "camera", "lidar", odd, "lidar", "imu"))
                .get(1)
                .message();
        assertThat(told.getChildFrameId()).isEqualTo("lidar");
        assertThat(told.getRotation().getX()).isEqualTo(0.1 + 1e-9);
        assertThat(told.getRotation().getW()).isEqualTo(0.92);
    }

    @Test
    void framesThatFormACircleAreLeftOut() throws Exception {
        BridgedCalibrations calibrations = new BridgedCalibrations(Optional.of("camera"));
        double[] none = {0, 0, 0, 0, 0, 0, 1};
        assertThat(calibrations.take(tf(), transforms(none, "a", "b", none, "b", "a")))
                .isEmpty();
    }

    @Test
    void posesComposeLikeTheNodesOwnTransforms() {
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            FramePose outer = pose(random);
            FramePose inner = pose(random);
            double[] point = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            double[] once = apply(RigidTransform.of(outer.then(inner).transform("a", "c")), point);
            double[] twice = apply(
                    RigidTransform.of(outer.transform("a", "b")),
                    apply(RigidTransform.of(inner.transform("b", "c")), point));
            assertThat(once).containsExactly(twice, within(1e-9));
            double[] back = apply(
                    RigidTransform.of(outer.inverse().transform("b", "a")),
                    apply(RigidTransform.of(outer.transform("a", "b")), point));
            assertThat(back).containsExactly(point, within(1e-9));
        }
    }

    private static FramePose pose(Random random) {
        FrameTransform.Builder any = FrameTransform.newBuilder();
        any.getRotationBuilder()
                .setX(random.nextGaussian())
                .setY(random.nextGaussian())
                .setZ(random.nextGaussian())
                .setW(random.nextGaussian());
        any.getTranslationBuilder()
                .setX(random.nextGaussian())
                .setY(random.nextGaussian())
                .setZ(random.nextGaussian());
        return FramePose.of(any.build());
    }

    private static double[] apply(RigidTransform t, double... p) {
        return new double[] {
            t.r00() * p[0] + t.r01() * p[1] + t.r02() * p[2] + t.tx(),
            t.r10() * p[0] + t.r11() * p[1] + t.r12() * p[2] + t.ty(),
            t.r20() * p[0] + t.r21() * p[1] + t.r22() * p[2] + t.tz()
        };
    }

    private static Source camera(int rank) {
        return Source.of(new FoxgloveChannel("/front/camera_info", "cdr", Ros2Calibrations.CAMERA_INFO, "", ""), rank);
    }

    private static Source tf() {
        return Source.of(new FoxgloveChannel("/tf_static", "cdr", Ros2Calibrations.TRANSFORMS, "", ""), 0);
    }

    private static byte[] info(String frame, double focal, Stamp stamp, int binning) {
        CdrWriter cdr = new CdrWriter()
                .header(stamp, frame)
                .putInt(480)
                .putInt(640)
                .putString("plumb_bob")
                .putInt(5);
        doubles(cdr, 0.1, 0.2, 0.3, 0.4, 0.5);
        doubles(cdr, focal, 0, 320, 0, focal, 240, 0, 0, 1);
        doubles(cdr, 1, 0, 0, 0, 1, 0, 0, 0, 1);
        doubles(cdr, focal, 0, 320, 0, 0, focal, 240, 0, 0, 0, 1, 0);
        return cdr.putInt(binning)
                .putInt(binning)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putByte(0)
                .toByteArray();
    }

    private static byte[] transforms(
            double[] first,
            String firstParent,
            String firstChild,
            double[] second,
            String secondParent,
            String secondChild) {
        CdrWriter cdr = new CdrWriter().putInt(2);
        cdr.header(STAMP, firstParent).putString(firstChild);
        doubles(cdr, first);
        cdr.header(STAMP, secondParent).putString(secondChild);
        doubles(cdr, second);
        return cdr.toByteArray();
    }

    private static void doubles(CdrWriter cdr, double... values) {
        for (double value : values) {
            cdr.putDouble(value);
        }
    }
}
