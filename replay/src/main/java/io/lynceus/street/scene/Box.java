package io.lynceus.street.scene;

/** An upright box along the world's axes: centre and half extents, in metres. */
public record Box(double x, double y, double z, double hx, double hy, double hz) {
    /** Makes a box whose underside is at height {@code base}. */
    static Box standing(double x, double y, double base, double length, double width, double height) {
        return new Box(x, y, base + height / 2, length / 2, width / 2, height / 2);
    }

    static Box between(double x0, double x1, double y0, double y1, double z0, double z1) {
        return new Box(
                (x0 + x1) / 2,
                (y0 + y1) / 2,
                (z0 + z1) / 2,
                Math.abs(x1 - x0) / 2,
                Math.abs(y1 - y0) / 2,
                Math.abs(z1 - z0) / 2);
    }
}
