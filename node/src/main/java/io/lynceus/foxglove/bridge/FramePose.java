package io.lynceus.foxglove.bridge;

import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.Quaternion;
import io.lynceus.proto.foxglove.Vector3;

/**
 * The pose of one coordinate frame in another: p' = q p q⁻¹ + t, metres. The quaternion has unit length.
 *
 * @param tx translation along x
 */
record FramePose(double x, double y, double z, double w, double tx, double ty, double tz) {
    static final FramePose IDENTITY = new FramePose(0, 0, 0, 1, 0, 0, 0);

    /** Reads the pose of the child in the parent; a rotation that is not set is none. */
    static FramePose of(FrameTransform transform) {
        Quaternion q = transform.getRotation();
        Vector3 t = transform.getTranslation();
        double length =
                Math.sqrt(q.getX() * q.getX() + q.getY() * q.getY() + q.getZ() * q.getZ() + q.getW() * q.getW());
        return length == 0
                ? new FramePose(0, 0, 0, 1, t.getX(), t.getY(), t.getZ())
                : new FramePose(
                        q.getX() / length,
                        q.getY() / length,
                        q.getZ() / length,
                        q.getW() / length,
                        t.getX(),
                        t.getY(),
                        t.getZ());
    }

    /** Returns the pose in this frame's parent of what has {@code inner} in this frame. */
    FramePose then(FramePose inner) {
        double[] moved = rotated(inner.tx, inner.ty, inner.tz);
        return new FramePose(
                w * inner.x + x * inner.w + y * inner.z - z * inner.y,
                w * inner.y - x * inner.z + y * inner.w + z * inner.x,
                w * inner.z + x * inner.y - y * inner.x + z * inner.w,
                w * inner.w - x * inner.x - y * inner.y - z * inner.z,
                moved[0] + tx,
                moved[1] + ty,
                moved[2] + tz);
    }

    /** Returns the pose of the parent in the child. */
    FramePose inverse() {
        FramePose turn = new FramePose(-x, -y, -z, w, 0, 0, 0);
        double[] back = turn.rotated(-tx, -ty, -tz);
        return new FramePose(-x, -y, -z, w, back[0], back[1], back[2]);
    }

    private double[] rotated(double px, double py, double pz) {
        double ux = 2 * (y * pz - z * py);
        double uy = 2 * (z * px - x * pz);
        double uz = 2 * (x * py - y * px);
        return new double[] {px + w * ux + y * uz - z * uy, py + w * uy + z * ux - x * uz, pz + w * uz + x * uy - y * ux
        };
    }

    /** Writes the pose as a transform of a child in a parent. */
    FrameTransform transform(String parent, String child) {
        return FrameTransform.newBuilder()
                .setParentFrameId(parent)
                .setChildFrameId(child)
                .setTranslation(Vector3.newBuilder().setX(tx).setY(ty).setZ(tz))
                .setRotation(Quaternion.newBuilder().setX(x).setY(y).setZ(z).setW(w))
                .build();
    }
}
