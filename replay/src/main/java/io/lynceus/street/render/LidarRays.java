package io.lynceus.street.render;

import io.lynceus.street.scene.Box;

/**
 * A scanning LiDAR: rows are beams from the highest to the lowest, columns are azimuths from left to right. Directions have
 * unit length, so that a hit's parameter is its range. A scan is taken at one instant.
 */
public final class LidarRays extends Rays {
    /** Angles of the grid, in radians: left positive, up positive. */
    private static final double SECTOR = StrictMath.toRadians(120);

    private static final double HIGHEST = StrictMath.toRadians(12);
    private static final double LOWEST = StrictMath.toRadians(-26);

    private final double azimuthStep;
    private final double elevationStep;
    private double yaw;
    // Unit directions in the sensor's own frame, [height, width].
    private final float[] localX;
    private final float[] localY;
    private final float[] localZ;

    public LidarRays(int columns, int beams) {
        super(columns, beams);
        azimuthStep = SECTOR / (columns - 1);
        elevationStep = (HIGHEST - LOWEST) / (beams - 1);
        localX = new float[width * height];
        localY = new float[width * height];
        localZ = new float[width * height];
        for (int row = 0; row < height; row++) {
            double elevation = HIGHEST - row * elevationStep;
            for (int column = 0; column < width; column++) {
                double azimuth = SECTOR / 2 - column * azimuthStep;
                int i = row * width + column;
                localX[i] = (float) (StrictMath.cos(elevation) * StrictMath.cos(azimuth));
                localY[i] = (float) (StrictMath.cos(elevation) * StrictMath.sin(azimuth));
                localZ[i] = (float) StrictMath.sin(elevation);
            }
        }
    }

    /** Aims the rays from a position, upright, along {@code yaw}. */
    public void aim(double x, double y, double z, double yaw) {
        ox = x;
        oy = y;
        oz = z;
        this.yaw = yaw;
        double cos = StrictMath.cos(yaw);
        double sin = StrictMath.sin(yaw);
        for (int i = 0; i < localX.length; i++) {
            direction(i, cos * localX[i] - sin * localY[i], sin * localX[i] + cos * localY[i], localZ[i]);
        }
    }

    public float localX(int i) {
        return localX[i];
    }

    public float localY(int i) {
        return localY[i];
    }

    public float localZ(int i) {
        return localZ[i];
    }

    @Override
    boolean cover(Box box, Cells cells) {
        double x = box.x() - ox;
        double y = box.y() - oy;
        double nearX = Math.max(0, Math.abs(x) - box.hx());
        double nearY = Math.max(0, Math.abs(y) - box.hy());
        double farX = Math.abs(x) + box.hx();
        double farY = Math.abs(y) + box.hy();
        double near = Math.max(1e-3, Math.sqrt(nearX * nearX + nearY * nearY));
        double far = Math.sqrt(farX * farX + farY * farY);
        double top = box.z() + box.hz() - oz;
        double bottom = box.z() - box.hz() - oz;
        double up = StrictMath.atan(top / (top > 0 ? near : far));
        double down = StrictMath.atan(bottom / (bottom > 0 ? far : near));
        double left = SECTOR / 2;
        double right = -SECTOR / 2;
        if (nearX > 0 || nearY > 0) {
            double middle = wrapped(StrictMath.atan2(y, x) - yaw);
            double spread = spread(box, x, y);
            left = middle + spread;
            right = middle - spread;
        }
        return cells.set(
                (SECTOR / 2 - left) / azimuthStep,
                (SECTOR / 2 - right) / azimuthStep,
                (HIGHEST - up) / elevationStep,
                (HIGHEST - down) / elevationStep,
                this);
    }

    /** Returns the largest angle between the box's centre and one of its upright edges, seen from above. */
    private static double spread(Box box, double x, double y) {
        double spread = 0;
        for (int i = 0; i < 4; i++) {
            double cornerX = x + ((i & 1) == 0 ? -box.hx() : box.hx());
            double cornerY = y + ((i & 2) == 0 ? -box.hy() : box.hy());
            double angle = StrictMath.atan2(x * cornerY - y * cornerX, x * cornerX + y * cornerY);
            spread = Math.max(spread, Math.abs(angle));
        }
        return spread;
    }

    private static double wrapped(double angle) {
        return angle - 2 * Math.PI * Math.rint(angle / (2 * Math.PI));
    }
}
