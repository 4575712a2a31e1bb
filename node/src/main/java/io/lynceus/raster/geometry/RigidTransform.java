package io.lynceus.raster.geometry;

import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.Pose;
import io.lynceus.proto.foxglove.Quaternion;
import io.lynceus.proto.foxglove.Vector3;

/**
 * p' = R p + t, metres. The rotation is given row by row.
 *
 * @param tx translation along x
 */
public record RigidTransform(
        double r00,
        double r01,
        double r02,
        double r10,
        double r11,
        double r12,
        double r20,
        double r21,
        double r22,
        double tx,
        double ty,
        double tz) {
    public static final RigidTransform IDENTITY = new RigidTransform(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);

    private static final double ORTHOGONALITY = 1e-3;

    public RigidTransform {
        double worst = Math.max(
                Math.max(Math.abs(r00 * r10 + r01 * r11 + r02 * r12), Math.abs(r00 * r20 + r01 * r21 + r02 * r22)),
                Math.max(
                        Math.abs(r00 * r00 + r01 * r01 + r02 * r02 - 1),
                        Math.abs(r10 * r10 + r11 * r11 + r12 * r12 - 1)));
        if (!(worst <= ORTHOGONALITY) || !Double.isFinite(tx + ty + tz)) {
            throw new IllegalArgumentException("rotation rows are off unit length or right angles by " + worst
                    + ", allowed is " + ORTHOGONALITY + ", translation is (" + tx + ", " + ty + ", " + tz
                    + "); check the calibration");
        }
    }

    /** Reads the transform from the child frame to the parent frame. */
    public static RigidTransform of(FrameTransform transform) {
        return of(transform.getRotation(), transform.getTranslation());
    }

    /** Reads a pose; an unset one is the identity. */
    public static RigidTransform of(Pose pose) {
        return of(pose.getOrientation(), pose.getPosition());
    }

    private static RigidTransform of(Quaternion q, Vector3 t) {
        boolean unset = q.getX() == 0 && q.getY() == 0 && q.getZ() == 0 && q.getW() == 0;
        RigidTransform rotation = unset ? IDENTITY : ofQuaternion(q.getX(), q.getY(), q.getZ(), q.getW());
        return rotation.withTranslation(t.getX(), t.getY(), t.getZ());
    }

    /** Makes a rotation from the quaternion, scaled to unit length. */
    public static RigidTransform ofQuaternion(double x, double y, double z, double w) {
        double s = 2 / (x * x + y * y + z * z + w * w);
        return new RigidTransform(
                1 - s * (y * y + z * z),
                s * (x * y - z * w),
                s * (x * z + y * w),
                s * (x * y + z * w),
                1 - s * (x * x + z * z),
                s * (y * z - x * w),
                s * (x * z - y * w),
                s * (y * z + x * w),
                1 - s * (x * x + y * y),
                0,
                0,
                0);
    }

    /** Returns the same rotation with this translation. */
    public RigidTransform withTranslation(double x, double y, double z) {
        return new RigidTransform(r00, r01, r02, r10, r11, r12, r20, r21, r22, x, y, z);
    }

    public double x(double px, double py, double pz) {
        return r00 * px + r01 * py + r02 * pz + tx;
    }

    public double y(double px, double py, double pz) {
        return r10 * px + r11 * py + r12 * pz + ty;
    }

    public double z(double px, double py, double pz) {
        return r20 * px + r21 * py + r22 * pz + tz;
    }

    /** Returns the inverse: Rᵀ, −Rᵀ t. */
    public RigidTransform inverse() {
        return new RigidTransform(
                r00,
                r10,
                r20,
                r01,
                r11,
                r21,
                r02,
                r12,
                r22,
                -(r00 * tx + r10 * ty + r20 * tz),
                -(r01 * tx + r11 * ty + r21 * tz),
                -(r02 * tx + r12 * ty + r22 * tz));
    }

    /** Returns the transform that applies this one first, then the next. */
    public RigidTransform then(RigidTransform next) {
        return new RigidTransform(
                next.r00 * r00 + next.r01 * r10 + next.r02 * r20,
                next.r00 * r01 + next.r01 * r11 + next.r02 * r21,
                next.r00 * r02 + next.r01 * r12 + next.r02 * r22,
                next.r10 * r00 + next.r11 * r10 + next.r12 * r20,
                next.r10 * r01 + next.r11 * r11 + next.r12 * r21,
                next.r10 * r02 + next.r11 * r12 + next.r12 * r22,
                next.r20 * r00 + next.r21 * r10 + next.r22 * r20,
                next.r20 * r01 + next.r21 * r11 + next.r22 * r21,
                next.r20 * r02 + next.r21 * r12 + next.r22 * r22,
                next.x(tx, ty, tz),
                next.y(tx, ty, tz),
                next.z(tx, ty, tz));
    }
}
