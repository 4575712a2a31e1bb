package io.lynceus.dataset.message;

import io.lynceus.dataset.Latched;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.Quaternion;
import io.lynceus.proto.foxglove.Vector3;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.util.Arrays;

/** Builds latched calibration messages from matrices, all row-major. */
public final class CalibrationMessages {
    private static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    private CalibrationMessages() {}

    /** Makes the calibration of a camera without distortion and without rectification. */
    public static Latched camera(String frameId, int width, int height, double[] k, Stamp stamp) {
        double[] p = {k[0], k[1], k[2], 0, k[3], k[4], k[5], 0, k[6], k[7], k[8], 0};
        return camera(CameraCalibration.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(frameId)
                .setWidth(width)
                .setHeight(height)
                .addAllK(Arrays.stream(k).boxed().toList())
                .addAllR(Arrays.stream(IDENTITY).boxed().toList())
                .addAllP(Arrays.stream(p).boxed().toList())
                .build());
    }

    public static Latched camera(CameraCalibration calibration) {
        return new Latched(
                Topics.CALIBRATION, calibration.getFrameId(), "foxglove.CameraCalibration", calibration.toByteArray());
    }

    /**
     * Makes the pose of a child frame in its parent: {@code p_parent = R p_child + t}.
     *
     * @param rotation R [3, 3]
     * @param translation t in metres [3]
     */
    public static Latched transform(String parent, String child, double[] rotation, double[] translation, Stamp stamp) {
        FrameTransform transform = FrameTransform.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setParentFrameId(parent)
                .setChildFrameId(child)
                .setTranslation(Vector3.newBuilder()
                        .setX(translation[0])
                        .setY(translation[1])
                        .setZ(translation[2]))
                .setRotation(quaternion(rotation))
                .build();
        return new Latched(Topics.TRANSFORMS, child, "foxglove.FrameTransform", transform.toByteArray());
    }

    /**
     * Returns the unit quaternion of a rotation matrix, computed from its largest component (Shepperd 1978), which is always exact.
     */
    static Quaternion quaternion(double[] r) {
        double[] squares = {
            1 + r[0] - r[4] - r[8], 1 - r[0] + r[4] - r[8], 1 - r[0] - r[4] + r[8], 1 + r[0] + r[4] + r[8]
        };
        int largest = 0;
        for (int i = 1; i < 4; i++) {
            largest = squares[i] > squares[largest] ? i : largest;
        }
        double[] q =
                switch (largest) {
                    case 0 -> new double[] {squares[0], r[1] + r[3], r[2] + r[6], r[7] - r[5]};
                    case 1 -> new double[] {r[1] + r[3], squares[1], r[5] + r[7], r[2] - r[6]};
                    case 2 -> new double[] {r[2] + r[6], r[5] + r[7], squares[2], r[3] - r[1]};
                    case 3 -> new double[] {r[7] - r[5], r[2] - r[6], r[3] - r[1], squares[3]};
                    default -> throw new AssertionError("component " + largest);
                };
        double scale = 1 / Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        return Quaternion.newBuilder()
                .setX(q[0] * scale)
                .setY(q[1] * scale)
                .setZ(q[2] * scale)
                .setW(q[3] * scale)
                .build();
    }
}
