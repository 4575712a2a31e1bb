package io.lynceus.street.scene;

/** The material of a surface: its texture, and how it reflects a LiDAR's 905 nm. */
public enum Material {
    ASPHALT(0.17),
    MARKING(0.75),
    PAVING(0.3),
    GRASS(0.45),
    GRAVEL(0.28),
    FACADE(0.4),
    ROOF(0.25),
    CONCRETE(0.35),
    STONES(0.33),
    PICKETS(0.35),
    METAL(0.3),
    PAINT(0.35),
    GLASS(0.08),
    RUBBER(0.06),
    LEAVES(0.5),
    BARK(0.3),
    CLOTH(0.4),
    SKIN(0.5),
    SIGN(0.95),
    SIGNAL(0.3),
    LAMP(0.5);

    /** Share of 905 nm light returned, 0 to 1. */
    public final double reflectance;

    Material(double reflectance) {
        this.reflectance = reflectance;
    }
}
