package io.lynceus.street.scene;

import io.lynceus.street.scene.Site.Part;
import java.util.SplittableRandom;

/** Builds vehicles. */
final class Vehicles {
    private static final int GLASS = 0x1c2328;
    private static final int TYRE = 0x151515;
    private static final int[] PAINTS = {
        0xb8bcc0, 0x2a2c30, 0xe8e8e6, 0x8c1c1c, 0x1f3f7a, 0x5c6166, 0x2f5a3a, 0xc9a227, 0x7a8fa6, 0x101418
    };
    private static final int[] LIVERIES = {0xb03020, 0x1d5c8a, 0xd8b020, 0x2e7d46, 0xe6e6e6};

    private Vehicles() {}

    /** Builds a random vehicle, with the mix of real traffic. */
    static void any(Site site, SplittableRandom dice) {
        double die = dice.nextDouble();
        if (die < 0.58) {
            car(site, dice);
        } else if (die < 0.66) {
            van(site, dice);
        } else if (die < 0.79) {
            truck(site, dice);
        } else if (die < 0.88) {
            bus(site, dice);
        } else {
            motorcycle(site, dice, true);
        }
    }

    static void car(Site site, SplittableRandom dice) {
        int paint = pick(PAINTS, dice);
        double length = dice.nextDouble(3.9, 4.8);
        double cabin = length * dice.nextDouble(0.5, 0.62);
        double waist = dice.nextDouble(0.9, 1.05);
        double roof = dice.nextDouble(0.5, 0.65);
        double back = -dice.nextDouble(0.1, 0.5);
        shade(site, length, 1.8);
        site.add(
                SolidShape.BOX,
                new Part(0, 0, 0.25, length, 1.8, waist - 0.25),
                Material.PAINT,
                StreetClasses.CARS,
                paint);
        site.add(
                SolidShape.CABIN,
                new Part(back, 0, waist, cabin, 1.66, roof),
                Material.GLASS,
                StreetClasses.CARS,
                GLASS);
        Part top = new Part(back, 0, waist + roof, cabin * 0.64, 1.42, 0.05);
        site.add(SolidShape.BOX, top, Material.METAL, StreetClasses.CARS, paint);
        wheels(site, length * 0.31, 0.8, 0.33, StreetClasses.CARS);
    }

    private static void van(Site site, SplittableRandom dice) {
        int paint = pick(PAINTS, dice);
        shade(site, 5.2, 2);
        site.add(SolidShape.BOX, new Part(-0.4, 0, 0.3, 4.3, 1.95, 1.95), Material.PAINT, StreetClasses.CARS, paint);
        site.add(SolidShape.BOX, new Part(2.1, 0, 0.3, 1, 1.9, 0.85), Material.PAINT, StreetClasses.CARS, paint);
        site.add(SolidShape.CABIN, new Part(1.65, 0, 1.15, 1.7, 1.85, 0.9), Material.GLASS, StreetClasses.CARS, GLASS);
        wheels(site, 1.7, 0.88, 0.36, StreetClasses.CARS);
    }

    static void truck(Site site, SplittableRandom dice) {
        int paint = pick(LIVERIES, dice);
        double cargo = dice.nextDouble(4.5, 6.5);
        double height = dice.nextDouble(2.1, 2.6);
        double front = cargo / 2 + 1.1;
        shade(site, cargo + 2.2, 2.4);
        site.add(
                SolidShape.BOX,
                new Part(0, 0, 0.95, cargo, 2.45, height),
                Material.PAINT,
                StreetClasses.TRUCK,
                pick(PAINTS, dice));
        site.add(SolidShape.BOX, new Part(0, 0, 0.6, cargo, 1.2, 0.35), Material.METAL, StreetClasses.TRUCK, 0x303030);
        site.add(SolidShape.BOX, new Part(front, 0, 0.5, 2, 2.35, 1.2), Material.PAINT, StreetClasses.TRUCK, paint);
        site.add(SolidShape.BOX, new Part(front, 0, 1.7, 2.01, 2.3, 0.7), Material.GLASS, StreetClasses.TRUCK, GLASS);
        site.add(SolidShape.BOX, new Part(front, 0, 2.4, 1.9, 2.3, 0.25), Material.METAL, StreetClasses.TRUCK, paint);
        wheels(site, front - 0.2, 1.05, 0.48, StreetClasses.TRUCK);
        wheels(site, cargo * 0.35, 1.05, 0.48, StreetClasses.TRUCK);
    }

    static void bus(Site site, SplittableRandom dice) {
        int paint = pick(LIVERIES, dice);
        double length = dice.nextDouble(9, 11);
        shade(site, length, 2.5);
        site.add(SolidShape.BOX, new Part(0, 0, 0.35, length, 2.5, 2.75), Material.PAINT, StreetClasses.BUS, paint);
        Part windows = new Part(0, 0, 1.35, length + 0.04, 2.54, 1.1);
        site.add(SolidShape.BOX, windows, Material.GLASS, StreetClasses.BUS, GLASS);
        wheels(site, length * 0.32, 1.12, 0.48, StreetClasses.BUS);
    }

    static void motorcycle(Site site, SplittableRandom dice, boolean ridden) {
        int paint = pick(LIVERIES, dice);
        shade(site, 2, 0.6);
        wheel(site.moved(0.68, 0), 0.33, 0.09, StreetClasses.TWO_WHEELER);
        wheel(site.moved(-0.68, 0), 0.33, 0.1, StreetClasses.TWO_WHEELER);
        site.add(
                SolidShape.BOX,
                new Part(0.05, 0, 0.35, 1.15, 0.34, 0.5),
                Material.PAINT,
                StreetClasses.TWO_WHEELER,
                paint);
        site.add(
                SolidShape.BOX,
                new Part(-0.4, 0, 0.78, 0.75, 0.3, 0.16),
                Material.RUBBER,
                StreetClasses.TWO_WHEELER,
                TYRE);
        site.add(
                SolidShape.ELLIPSOID,
                new Part(0.55, 0, 0.75, 0.45, 0.42, 0.5),
                Material.PAINT,
                StreetClasses.TWO_WHEELER,
                paint);
        site.add(
                SolidShape.BOX,
                new Part(0.5, 0, 1.05, 0.06, 0.75, 0.06),
                Material.METAL,
                StreetClasses.TWO_WHEELER,
                0x404040);
        if (ridden) {
            People.rider(site, dice, 0.72);
        }
    }

    static void bicycle(Site site, SplittableRandom dice, boolean ridden) {
        int paint = pick(LIVERIES, dice);
        wheel(site.moved(0.52, 0), 0.35, 0.05, StreetClasses.TWO_WHEELER);
        wheel(site.moved(-0.52, 0), 0.35, 0.05, StreetClasses.TWO_WHEELER);
        site.add(
                SolidShape.BOX,
                new Part(0, 0, 0.5, 0.95, 0.07, 0.28),
                Material.METAL,
                StreetClasses.TWO_WHEELER,
                paint);
        site.add(
                SolidShape.BOX,
                new Part(0.45, 0, 0.6, 0.07, 0.07, 0.48),
                Material.METAL,
                StreetClasses.TWO_WHEELER,
                paint);
        site.add(
                SolidShape.BOX,
                new Part(0.42, 0, 1.04, 0.07, 0.55, 0.06),
                Material.METAL,
                StreetClasses.TWO_WHEELER,
                0x303030);
        site.add(
                SolidShape.BOX,
                new Part(-0.25, 0, 0.8, 0.25, 0.16, 0.12),
                Material.RUBBER,
                StreetClasses.TWO_WHEELER,
                TYRE);
        if (ridden) {
            People.rider(site, dice, 0.78);
        }
    }

    private static void wheels(Site site, double forward, double left, double radius, int classId) {
        wheel(site.moved(forward, left), radius, 0.14, classId);
        wheel(site.moved(forward, -left), radius, 0.14, classId);
        wheel(site.moved(-forward, left), radius, 0.14, classId);
        wheel(site.moved(-forward, -left), radius, 0.14, classId);
    }

    private static void wheel(Site site, double radius, double halfWidth, int classId) {
        Part part = new Part(0, 0, 0, 2 * radius, 2 * halfWidth, 2 * radius);
        site.add(SolidShape.ELLIPSOID, part, Material.RUBBER, classId, TYRE);
    }

    /**
     * Builds the dark area under a vehicle, which the sky's light does not reach: a thin solid on the road, with the road's class.
     */
    private static void shade(Site site, double length, double width) {
        site.add(
                SolidShape.BOX, new Part(0, 0, 0, length, width, 0.01), Material.ASPHALT, StreetClasses.ROAD, 0x101010);
    }

    private static int pick(int[] from, SplittableRandom dice) {
        return from[dice.nextInt(from.length)];
    }
}
