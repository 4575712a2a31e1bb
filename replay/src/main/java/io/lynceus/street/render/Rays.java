package io.lynceus.street.render;

import io.lynceus.street.scene.Box;

/**
 * A sensor's rays on a grid: one origin, and a direction in world coordinates for each cell.
 *
 * <p>Directions need not have unit length: a camera's have length 1 along its axis, so that a hit's parameter is its depth.
 */
abstract class Rays {
    /** Keeps reciprocals finite. */
    private static final float TINY = 1e-9f;

    final int width;
    final int height;
    public double ox;
    public double oy;
    public double oz;
    // Directions and their reciprocals, [height, width].
    public final float[] dx;
    public final float[] dy;
    public final float[] dz;
    final float[] ix;
    final float[] iy;
    final float[] iz;

    Rays(int width, int height) {
        this.width = width;
        this.height = height;
        int count = width * height;
        dx = new float[count];
        dy = new float[count];
        dz = new float[count];
        ix = new float[count];
        iy = new float[count];
        iz = new float[count];
    }

    /** Finds the cells that can see a box; returns false if none can. The result may be too large, but never too small. */
    abstract boolean cover(Box box, Cells cells);

    final void direction(int index, double x, double y, double z) {
        dx[index] = (float) x;
        dy[index] = (float) y;
        dz[index] = (float) z;
        ix[index] = 1 / nonZero(dx[index]);
        iy[index] = 1 / nonZero(dy[index]);
        iz[index] = 1 / nonZero(dz[index]);
    }

    private static float nonZero(float value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** A rectangle of cells, both ends included. */
    static final class Cells {
        int left;
        int right;
        int top;
        int bottom;

        /** Rounds outwards and clips to the grid; returns false if the rectangle is empty. */
        boolean set(double x0, double x1, double y0, double y1, Rays rays) {
            left = (int) Math.max(0, Math.floor(x0));
            right = (int) Math.min(rays.width - 1, Math.ceil(x1));
            top = (int) Math.max(0, Math.floor(y0));
            bottom = (int) Math.min(rays.height - 1, Math.ceil(y1));
            return left <= right && top <= bottom;
        }
    }
}
