package io.lynceus.street.render;

import io.lynceus.street.scene.Box;
import io.lynceus.street.scene.Solid;
import io.lynceus.street.scene.SolidShape;

/** The point that a ray has hit, while it is being shaded. One object is reused for all pixels, so that shading allocates nothing. */
public final class Surface {
    // Position in the world, m.
    public double x;
    public double y;
    public double z;
    // Unit normal, towards the viewer.
    public float nx;
    public float ny;
    public float nz;
    // Depth along the camera's axis, m.
    float depth;
    // Albedo, linear.
    float r;
    float g;
    float b;
    // Own radiance, linear.
    float glowR;
    float glowG;
    float glowB;
    // Share of light reflected as by a mirror at grazing angles.
    float gloss;

    void paint(int rgb) {
        r = Srgb.linear(rgb >> 16);
        g = Srgb.linear(rgb >> 8);
        b = Srgb.linear(rgb);
    }

    /** Makes the paint lighter (above 1) or darker. */
    void shade(float factor) {
        r *= factor;
        g *= factor;
        b *= factor;
    }

    void glow(double red, double green, double blue) {
        glowR = (float) red;
        glowG = (float) green;
        glowB = (float) blue;
    }

    /** Sets the normal at the position on a solid. */
    public void normalOf(Solid solid) {
        Box box = solid.box();
        double lx = (x - box.x()) / box.hx();
        double ly = (y - box.y()) / box.hy();
        double lz = (z - box.z()) / box.hz();
        switch (solid.shape()) {
            case ELLIPSOID -> normal(lx / box.hx(), ly / box.hy(), lz / box.hz());
            case CYLINDER -> {
                boolean cap = Math.abs(lz) > 0.999 && lx * lx + ly * ly < 0.99;
                normal(cap ? 0 : lx, cap ? 0 : ly, cap ? lz : 0);
            }
            case BOX, CABIN, GABLE -> boxNormal(solid, lx, ly, lz);
        }
    }

    private void boxNormal(Solid solid, double lx, double ly, double lz) {
        SolidShape shape = solid.shape();
        Box box = solid.box();
        double up = (lz + 1) / 2;
        double sideX = Math.abs(lx) / (1 - (1 - shape.topLength) * up);
        double sideY = Math.abs(ly) / (1 - (1 - shape.topWidth) * up);
        if (Math.abs(lz) >= sideX && Math.abs(lz) >= sideY) {
            normal(0, 0, lz);
        } else if (sideX > sideY) {
            normal(Math.copySign(1, lx), 0, box.hx() * (1 - shape.topLength) / (2 * box.hz()));
        } else {
            normal(0, Math.copySign(1, ly), box.hy() * (1 - shape.topWidth) / (2 * box.hz()));
        }
    }

    private void normal(double x, double y, double z) {
        double scale = 1 / Math.sqrt(Math.max(1e-12, x * x + y * y + z * z));
        nx = (float) (x * scale);
        ny = (float) (y * scale);
        nz = (float) (z * scale);
    }
}
