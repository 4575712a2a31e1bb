package io.lynceus.street.scene;

import io.lynceus.street.scene.Site.Part;
import java.util.List;
import java.util.SplittableRandom;

/** Builds what is at the kerb of one side of the street: lamps, signs, signals, trees, bins. */
final class Furniture {
    private static final int STEEL = 0x6e7276;
    private static final int[] LEAVES = {0x4d7a2a, 0x3f6b2c, 0x6a8a35, 0x2f5a28, 0x8a8a30};
    private static final int[] SIGNS = {0xc62828, 0x1a4fa0, 0xf0c419, 0xf2f2f2};

    private final List<Solid> solids;
    private final StreetPlan plan;
    private final int side;
    private final SplittableRandom dice;

    Furniture(List<Solid> solids, StreetPlan plan, int side, SplittableRandom dice) {
        this.solids = solids;
        this.plan = plan;
        this.side = side;
        this.dice = dice;
    }

    /** Returns a site at the kerb with the heading of the traffic on this side, so that left is towards the axis. */
    private Site kerb(double x, double in) {
        return new Site(solids, x, side * (plan.roadEdge + in), side < 0 ? 0 : 2);
    }

    void lamp(double x) {
        Site site = kerb(x, 0.5);
        site.add(
                SolidShape.CYLINDER,
                new Part(0, 0, 0, 0.22, 0.22, Lamps.HEIGHT),
                Material.METAL,
                StreetClasses.POLE,
                STEEL);
        Part arm = new Part(0, Lamps.REACH / 2, Lamps.HEIGHT - 0.06, 0.1, Lamps.REACH, 0.1);
        site.add(SolidShape.BOX, arm, Material.METAL, StreetClasses.POLE, STEEL);
        Part head = new Part(0, Lamps.REACH, Lamps.HEIGHT - 0.16, 0.3, 0.7, 0.16);
        site.add(SolidShape.BOX, head, Material.LAMP, StreetClasses.POLE, 0xf4e6c8);
    }

    void trafficLight(double x) {
        Site site = kerb(x, 0.5);
        site.add(SolidShape.CYLINDER, new Part(0, 0, 0, 0.2, 0.2, 5.4), Material.METAL, StreetClasses.POLE, STEEL);
        site.add(SolidShape.BOX, new Part(0, 2, 5.3, 0.12, 4, 0.12), Material.METAL, StreetClasses.POLE, STEEL);
        site.add(
                SolidShape.BOX,
                new Part(-0.1, 0, 2.3, 0.34, 0.5, 1.3),
                Material.SIGNAL,
                StreetClasses.TRAFFIC_LIGHT,
                0x202020);
        site.add(
                SolidShape.BOX,
                new Part(-0.1, 3.7, 4.5, 0.34, 0.5, 1.3),
                Material.SIGNAL,
                StreetClasses.TRAFFIC_LIGHT,
                0x202020);
    }

    void something(double x) {
        double die = dice.nextDouble();
        if (die < 0.26) {
            tree(kerb(x, 0.7), 1);
        } else if (die < 0.48) {
            sign(x);
        } else if (die < 0.6) {
            bin(x);
        } else if (die < 0.66) {
            bench(x);
        } else if (die < 0.7) {
            shelter(x);
        } else if (die < 0.76) {
            bicycles(x);
        } else if (die < 0.82) {
            bollards(x);
        }
    }

    void tree(Site site, double size) {
        int paint = LEAVES[dice.nextInt(LEAVES.length)];
        double trunk = size * dice.nextDouble(2.2, 3.2);
        double crown = size * dice.nextDouble(1.3, 2.1);
        site.add(
                SolidShape.CYLINDER,
                new Part(0, 0, 0, 0.3, 0.3, trunk + 0.6),
                Material.BARK,
                StreetClasses.VEGETATION,
                0x4a3a2a);
        leaves(site, 0, 0, trunk, 2 * crown, paint);
        leaves(site, crown * 0.5, crown * 0.3, trunk + crown * 0.5, 1.6 * crown, paint);
        leaves(site, -crown * 0.5, -crown * 0.3, trunk + crown * 0.7, 1.5 * crown, paint);
    }

    void bush(Site site) {
        leaves(site, 0, 0, -0.2, dice.nextDouble(0.9, 2), LEAVES[dice.nextInt(LEAVES.length)]);
    }

    private static void leaves(Site site, double forward, double left, double base, double size, int paint) {
        Part part = new Part(forward, left, base, size, size, size * 0.85);
        site.add(SolidShape.ELLIPSOID, part, Material.LEAVES, StreetClasses.VEGETATION, paint);
    }

    private void sign(double x) {
        Site site = kerb(x, 0.4);
        int paint = SIGNS[dice.nextInt(SIGNS.length)];
        site.add(SolidShape.CYLINDER, new Part(0, 0, 0, 0.12, 0.12, 2.9), Material.METAL, StreetClasses.POLE, STEEL);
        SolidShape shape = dice.nextBoolean() ? SolidShape.ELLIPSOID : SolidShape.BOX;
        double size = dice.nextDouble(0.75, 1.15);
        Part plate = new Part(-0.09, 0, 2.05, 0.05, size, size);
        site.add(shape, plate, Material.SIGN, StreetClasses.TRAFFIC_SIGN, paint);
    }

    private void bin(double x) {
        Part part = new Part(0, 0, 0.14, 0.55, 0.55, 0.95);
        kerb(x, 0.6).add(SolidShape.CYLINDER, part, Material.METAL, StreetClasses.STATIC, 0x2f4f3a);
    }

    private void bench(double x) {
        Site site = kerb(x, 0.9);
        site.add(SolidShape.BOX, new Part(0, 0, 0.5, 1.8, 0.5, 0.08), Material.BARK, StreetClasses.STATIC, 0x7a5230);
        site.add(
                SolidShape.BOX,
                new Part(0, -0.25, 0.6, 1.8, 0.07, 0.45),
                Material.BARK,
                StreetClasses.STATIC,
                0x7a5230);
        site.add(SolidShape.BOX, new Part(0, 0, 0.14, 1.4, 0.3, 0.36), Material.METAL, StreetClasses.STATIC, 0x303030);
    }

    /** Builds a bus stop: roof, back and one side of glass. */
    private void shelter(double x) {
        Site site = kerb(x, 2.2);
        site.add(SolidShape.BOX, new Part(0, 0, 2.3, 3, 1.4, 0.12), Material.METAL, StreetClasses.STATIC, 0x3a4046);
        site.add(SolidShape.BOX, new Part(0, -0.66, 0.3, 3, 0.06, 2), Material.GLASS, StreetClasses.STATIC, 0x6f8088);
        site.add(
                SolidShape.BOX, new Part(1.45, 0, 0.14, 0.08, 1.2, 2.2), Material.SIGN, StreetClasses.STATIC, 0xc87840);
    }

    private void bicycles(double x) {
        for (int i = 0; i < 3; i++) {
            Site site = kerb(x + 0.6 * i, 0.8);
            Vehicles.bicycle(new Site(solids, site.x(), site.y(), 1), dice, false);
        }
    }

    private void bollards(double x) {
        for (int i = 0; i < 3; i++) {
            Part part = new Part(1.2 * i, 0, 0.1, 0.16, 0.16, 0.9);
            kerb(x, 0.3).add(SolidShape.CYLINDER, part, Material.METAL, StreetClasses.POLE, 0x5a5f64);
        }
    }
}
