package io.lynceus.street.render;

import io.lynceus.street.scene.Box;

/**
 * An ideal pinhole camera; a pixel's centre has integer coordinates, {@code u = f X / Z + cu}.
 *
 * <p>The direction's component along the axis is 1, so a hit's parameter is its depth Z.
 */
public final class PinholeRays extends Rays {
    private static final double NEAR = 0.15;
    /** Corners of a box that differ in one axis. */
    private static final int[] EDGES = {0, 1, 2, 3, 4, 5, 6, 7, 0, 2, 1, 3, 4, 6, 5, 7, 0, 4, 1, 5, 2, 6, 3, 7};

    final double focal;
    final double cu;
    final double cv;
    // Rows: right, down, forward, each a unit vector in the world.
    private final double[] axes = new double[9];
    // Box corners in camera coordinates.
    private final double[] cornerX = new double[8];
    private final double[] cornerY = new double[8];
    private final double[] cornerZ = new double[8];
    private double minU;
    private double maxU;
    private double minV;
    private double maxV;

    public PinholeRays(int width, int height, double focal) {
        super(width, height);
        this.focal = focal;
        this.cu = (width - 1) / 2.0;
        this.cv = (height - 1) / 2.0;
    }

    /** Aims the rays from a position along {@code yaw} (left positive) and {@code pitch} (up positive), in radians. */
    public void aim(double x, double y, double z, double yaw, double pitch) {
        ox = x;
        oy = y;
        oz = z;
        double cosYaw = StrictMath.cos(yaw);
        double sinYaw = StrictMath.sin(yaw);
        double cosPitch = StrictMath.cos(pitch);
        double sinPitch = StrictMath.sin(pitch);
        row(0, sinYaw, -cosYaw, 0);
        row(3, sinPitch * cosYaw, sinPitch * sinYaw, -cosPitch);
        row(6, cosPitch * cosYaw, cosPitch * sinYaw, sinPitch);
        for (int v = 0; v < height; v++) {
            double down = (v - cv) / focal;
            for (int u = 0; u < width; u++) {
                double right = (u - cu) / focal;
                direction(
                        v * width + u,
                        right * axes[0] + down * axes[3] + axes[6],
                        right * axes[1] + down * axes[4] + axes[7],
                        right * axes[2] + down * axes[5] + axes[8]);
            }
        }
    }

    private void row(int at, double x, double y, double z) {
        axes[at] = x;
        axes[at + 1] = y;
        axes[at + 2] = z;
    }

    /** Returns a camera coordinate of a world point: 0 right, 3 down, 6 forward. */
    double along(int axis, double x, double y, double z) {
        return (x - ox) * axes[axis] + (y - oy) * axes[axis + 1] + (z - oz) * axes[axis + 2];
    }

    @Override
    boolean cover(Box box, Cells cells) {
        minU = minV = Double.POSITIVE_INFINITY;
        maxU = maxV = Double.NEGATIVE_INFINITY;
        int inFront = 0;
        for (int i = 0; i < 8; i++) {
            double x = box.x() + ((i & 1) == 0 ? -box.hx() : box.hx());
            double y = box.y() + ((i & 2) == 0 ? -box.hy() : box.hy());
            double z = box.z() + ((i & 4) == 0 ? -box.hz() : box.hz());
            cornerX[i] = along(0, x, y, z);
            cornerY[i] = along(3, x, y, z);
            cornerZ[i] = along(6, x, y, z);
            if (cornerZ[i] >= NEAR) {
                inFront++;
                include(cornerX[i], cornerY[i], cornerZ[i]);
            }
        }
        if (inFront == 0) {
            return false;
        }
        if (inFront < 8) {
            clipEdges();
        }
        return cells.set(minU, maxU, minV, maxV, this);
    }

    /** Adds the points where edges of the box cross the near plane. */
    private void clipEdges() {
        for (int e = 0; e < EDGES.length; e += 2) {
            int a = EDGES[e];
            int b = EDGES[e + 1];
            if ((cornerZ[a] < NEAR) != (cornerZ[b] < NEAR)) {
                double share = (NEAR - cornerZ[a]) / (cornerZ[b] - cornerZ[a]);
                include(
                        cornerX[a] + share * (cornerX[b] - cornerX[a]),
                        cornerY[a] + share * (cornerY[b] - cornerY[a]),
                        NEAR);
            }
        }
    }

    private void include(double x, double y, double z) {
        double u = focal * x / z + cu;
        double v = focal * y / z + cv;
        minU = Math.min(minU, u);
        maxU = Math.max(maxU, u);
        minV = Math.min(minV, v);
        maxV = Math.max(maxV, v);
    }
}
