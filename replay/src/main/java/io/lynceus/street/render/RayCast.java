package io.lynceus.street.render;

import io.lynceus.dice.Dice;
import io.lynceus.street.scene.Box;
import io.lynceus.street.scene.Material;
import io.lynceus.street.scene.Solid;
import io.lynceus.street.scene.SolidShape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the first hit of each ray of a sensor. Each solid is intersected only with the rays of the rectangle that it covers,
 * nearest solid first, so that the cost depends on the picture's size and not on the scene's.
 */
public final class RayCast {
    /** {@link #hit} of a ray that hits nothing. */
    public static final int NOTHING = -1;
    /** {@link #hit} of a ray that hits the ground plane, z = 0. */
    public static final int GROUND = -2;

    private static final float FAR = 1500;
    private static final double LEAF_METRES = 0.22;
    private static final double PICKET_METRES = 0.18;

    private final Rays rays;
    private final Rays.Cells cells = new Rays.Cells();
    /** Parameter of the first hit along each ray; infinite if there is none. */
    public final float[] distance;
    /** Index into {@link #solids}, {@link #NOTHING} or {@link #GROUND}. */
    public final int[] hit;

    public Solid[] solids = {};

    public RayCast(Rays rays) {
        this.rays = rays;
        distance = new float[rays.width * rays.height];
        hit = new int[rays.width * rays.height];
    }

    /** Casts all rays at the ground and these solids. */
    public void cast(List<Solid> scene) {
        solids = scene.toArray(new Solid[0]);
        Arrays.sort(solids, Comparator.comparingDouble(this::squaredDistance));
        castGround();
        for (int i = 0; i < solids.length; i++) {
            if (rays.cover(solids[i].box(), cells)) {
                castSolid(solids[i], i);
            }
        }
    }

    private double squaredDistance(Solid solid) {
        Box box = solid.box();
        double x = Math.max(0, Math.abs(box.x() - rays.ox) - box.hx());
        double y = Math.max(0, Math.abs(box.y() - rays.oy) - box.hy());
        double z = Math.max(0, Math.abs(box.z() - rays.oz) - box.hz());
        return x * x + y * y + z * z;
    }

    private void castGround() {
        float height = (float) -rays.oz;
        for (int i = 0; i < distance.length; i++) {
            float t = height * rays.iz[i];
            boolean seen = rays.dz[i] < 0 && t < FAR;
            distance[i] = seen ? t : Float.POSITIVE_INFINITY;
            hit[i] = seen ? GROUND : NOTHING;
        }
    }

    private void castSolid(Solid solid, int id) {
        SolidShape shape = solid.shape();
        if (shape == SolidShape.ELLIPSOID) {
            castEllipsoid(solid, id);
        } else if (shape == SolidShape.CYLINDER) {
            castCylinder(solid.box(), id);
        } else if (shape.tapered()) {
            castTapered(solid.box(), shape, id);
        } else {
            castBox(solid, id);
        }
    }

    private void castBox(Solid solid, int id) {
        Box box = solid.box();
        float x0 = (float) (box.x() - box.hx() - rays.ox);
        float x1 = (float) (box.x() + box.hx() - rays.ox);
        float y0 = (float) (box.y() - box.hy() - rays.oy);
        float y1 = (float) (box.y() + box.hy() - rays.oy);
        float z0 = (float) (box.z() - box.hz() - rays.oz);
        float z1 = (float) (box.z() + box.hz() - rays.oz);
        boolean gaps = solid.material() == Material.PICKETS;
        for (int row = cells.top; row <= cells.bottom; row++) {
            int end = row * rays.width + cells.right;
            for (int i = row * rays.width + cells.left; i <= end; i++) {
                float tx0 = x0 * rays.ix[i];
                float tx1 = x1 * rays.ix[i];
                float ty0 = y0 * rays.iy[i];
                float ty1 = y1 * rays.iy[i];
                float tz0 = z0 * rays.iz[i];
                float tz1 = z1 * rays.iz[i];
                float enter = Math.max(Math.max(Math.min(tx0, tx1), Math.min(ty0, ty1)), Math.min(tz0, tz1));
                float leave = Math.min(Math.min(Math.max(tx0, tx1), Math.max(ty0, ty1)), Math.max(tz0, tz1));
                if (enter <= leave && enter > 0 && enter < distance[i] && !(gaps && betweenPickets(box, i, enter))) {
                    distance[i] = enter;
                    hit[i] = id;
                }
            }
        }
    }

    /** Returns true if a ray passes a fence between its pickets, and not at its rails. */
    private boolean betweenPickets(Box box, int i, float t) {
        double z = (rays.oz + t * rays.dz[i] - box.z()) / box.hz();
        if (Math.abs(Math.abs(z) - 0.75) < 0.12) {
            return false;
        }
        double u = (rays.ox + t * rays.dx[i]) / PICKET_METRES;
        return u - Math.floor(u) > 0.55;
    }

    private void castEllipsoid(Solid solid, int id) {
        Box box = solid.box();
        float sx = (float) (1 / box.hx());
        float sy = (float) (1 / box.hy());
        float sz = (float) (1 / box.hz());
        float cx = (float) (box.x() - rays.ox) * sx;
        float cy = (float) (box.y() - rays.oy) * sy;
        float cz = (float) (box.z() - rays.oz) * sz;
        float c = cx * cx + cy * cy + cz * cz - 1;
        boolean leaves = solid.material() == Material.LEAVES;
        for (int row = cells.top; row <= cells.bottom; row++) {
            int end = row * rays.width + cells.right;
            for (int i = row * rays.width + cells.left; i <= end; i++) {
                float x = rays.dx[i] * sx;
                float y = rays.dy[i] * sy;
                float z = rays.dz[i] * sz;
                float a = x * x + y * y + z * z;
                float b = x * cx + y * cy + z * cz;
                float discriminant = b * b - a * c;
                if (discriminant < 0 || b <= 0) {
                    continue;
                }
                float t = (b - (float) Math.sqrt(discriminant)) / a;
                if (t > 0 && t < distance[i] && !(leaves && betweenLeaves(i, t, discriminant / a))) {
                    distance[i] = t;
                    hit[i] = id;
                }
            }
        }
    }

    /**
     * Returns true if a ray passes between leaves, which get fewer towards the rim of a crown, where {@code depthInside} falls from
     * 1 to 0.
     */
    private boolean betweenLeaves(int i, float t, float depthInside) {
        if (depthInside > 0.45f) {
            return false;
        }
        int x = (int) Math.floor((rays.ox + t * rays.dx[i]) / LEAF_METRES);
        int y = (int) Math.floor((rays.oy + t * rays.dy[i]) / LEAF_METRES);
        int z = (int) Math.floor((rays.oz + t * rays.dz[i]) / LEAF_METRES);
        return Dice.uniform(x + 7919 * y, 104729 * z) > depthInside / 0.45f;
    }

    private void castCylinder(Box box, int id) {
        float cx = (float) (box.x() - rays.ox);
        float cy = (float) (box.y() - rays.oy);
        float z0 = (float) (box.z() - box.hz() - rays.oz);
        float z1 = (float) (box.z() + box.hz() - rays.oz);
        float c = (float) (cx * cx + cy * cy - box.hx() * box.hx());
        for (int row = cells.top; row <= cells.bottom; row++) {
            int end = row * rays.width + cells.right;
            for (int i = row * rays.width + cells.left; i <= end; i++) {
                float a = rays.dx[i] * rays.dx[i] + rays.dy[i] * rays.dy[i];
                float b = rays.dx[i] * cx + rays.dy[i] * cy;
                float discriminant = b * b - a * c;
                if (discriminant < 0 || b <= 0) {
                    continue;
                }
                float root = (float) Math.sqrt(discriminant);
                float tz0 = z0 * rays.iz[i];
                float tz1 = z1 * rays.iz[i];
                float enter = Math.max((b - root) / a, Math.min(tz0, tz1));
                float leave = Math.min((b + root) / a, Math.max(tz0, tz1));
                if (enter <= leave && enter > 0 && enter < distance[i]) {
                    distance[i] = enter;
                    hit[i] = id;
                }
            }
        }
    }

    /** Intersects a box whose four sides lean inwards: each side is the half-space {@code ±x + slope·z <= reach}. */
    private void castTapered(Box box, SolidShape shape, int id) {
        float cx = (float) (box.x() - rays.ox);
        float cy = (float) (box.y() - rays.oy);
        float z0 = (float) (box.z() - box.hz() - rays.oz);
        float z1 = (float) (box.z() + box.hz() - rays.oz);
        float slopeX = (float) (box.hx() * (1 - shape.topLength) / (2 * box.hz()));
        float slopeY = (float) (box.hy() * (1 - shape.topWidth) / (2 * box.hz()));
        float reachX = (float) box.hx() + slopeX * z0;
        float reachY = (float) box.hy() + slopeY * z0;
        for (int row = cells.top; row <= cells.bottom; row++) {
            int end = row * rays.width + cells.right;
            for (int i = row * rays.width + cells.left; i <= end; i++) {
                float tz0 = z0 * rays.iz[i];
                float tz1 = z1 * rays.iz[i];
                float enter = Math.min(tz0, tz1);
                float leave = Math.max(tz0, tz1);
                for (int side = 0; side < 4; side++) {
                    boolean alongX = side < 2;
                    float sign = (side & 1) == 0 ? 1 : -1;
                    float d =
                            alongX ? sign * rays.dx[i] + slopeX * rays.dz[i] : sign * rays.dy[i] + slopeY * rays.dz[i];
                    float t = (alongX ? reachX + sign * cx : reachY + sign * cy) / d;
                    if (d < 0) {
                        enter = Math.max(enter, t);
                    } else {
                        leave = Math.min(leave, t);
                    }
                }
                if (enter <= leave && enter > 0 && enter < distance[i]) {
                    distance[i] = enter;
                    hit[i] = id;
                }
            }
        }
    }
}
