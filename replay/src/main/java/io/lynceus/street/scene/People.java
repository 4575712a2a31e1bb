package io.lynceus.street.scene;

import io.lynceus.street.scene.Site.Part;
import java.util.SplittableRandom;

/** Builds people. */
final class People {
    private static final int[] SHIRTS = {
        0xc0392b, 0x2c3e50, 0xf1c40f, 0x16a085, 0x8e44ad, 0xecf0f1, 0x2f6fb0, 0x4a4a48, 0xd9822b
    };
    private static final int[] TROUSERS = {0x1f2a44, 0x2b2b2b, 0x5a4632, 0x6b6f73};
    private static final int[] SKINS = {0xe0b090, 0xc68a62, 0x8a5a3c, 0x5c3a26};

    private People() {}

    /** Builds a person on foot; {@code stride} is the phase of the step in radians. */
    static void walker(Site site, SplittableRandom dice, double stride) {
        double size = dice.nextDouble(0.88, 1.08);
        int shirt = SHIRTS[dice.nextInt(SHIRTS.length)];
        int trousers = TROUSERS[dice.nextInt(TROUSERS.length)];
        int skin = SKINS[dice.nextInt(SKINS.length)];
        double swing = 0.2 * StrictMath.sin(stride);
        add(site, SolidShape.CYLINDER, new Part(swing, 0.1, 0, 0.18, 0.18, 0.86 * size), Material.CLOTH, trousers);
        add(site, SolidShape.CYLINDER, new Part(-swing, -0.1, 0, 0.18, 0.18, 0.86 * size), Material.CLOTH, trousers);
        add(site, SolidShape.ELLIPSOID, new Part(0, 0, 0.78 * size, 0.32, 0.5, 0.76 * size), Material.CLOTH, shirt);
        add(site, SolidShape.CYLINDER, new Part(-swing, 0.26, 0.8 * size, 0.1, 0.1, 0.6 * size), Material.CLOTH, shirt);
        add(site, SolidShape.CYLINDER, new Part(swing, -0.26, 0.8 * size, 0.1, 0.1, 0.6 * size), Material.CLOTH, shirt);
        add(site, SolidShape.ELLIPSOID, new Part(0.02, 0, 1.48 * size, 0.22, 0.2, 0.28 * size), Material.SKIN, skin);
    }

    /** Builds a person on a two-wheeler whose saddle has that height. */
    static void rider(Site site, SplittableRandom dice, double saddle) {
        int shirt = SHIRTS[dice.nextInt(SHIRTS.length)];
        int trousers = TROUSERS[dice.nextInt(TROUSERS.length)];
        add(
                site,
                SolidShape.ELLIPSOID,
                new Part(-0.02, 0.16, saddle - 0.42, 0.5, 0.18, 0.55),
                Material.CLOTH,
                trousers);
        add(
                site,
                SolidShape.ELLIPSOID,
                new Part(-0.02, -0.16, saddle - 0.42, 0.5, 0.18, 0.55),
                Material.CLOTH,
                trousers);
        add(site, SolidShape.ELLIPSOID, new Part(-0.12, 0, saddle, 0.38, 0.46, 0.68), Material.CLOTH, shirt);
        add(site, SolidShape.ELLIPSOID, new Part(0.08, 0, saddle + 0.62, 0.26, 0.24, 0.3), Material.PAINT, shirt);
    }

    private static void add(Site site, SolidShape shape, Part part, Material material, int paint) {
        site.add(shape, part, material, StreetClasses.PEDESTRIAN, paint);
    }
}
