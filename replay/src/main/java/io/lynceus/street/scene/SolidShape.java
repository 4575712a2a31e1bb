package io.lynceus.street.scene;

/** The shape of a solid within its box. */
public enum SolidShape {
    BOX(1, 1),
    /** Narrower at the top: windscreens and sides of a car's cabin. */
    CABIN(0.62, 0.84),
    /** A roof whose ridge runs along x. */
    GABLE(1, 0.03),
    ELLIPSOID(1, 1),
    /** An upright cylinder whose radius is the box's half length. */
    CYLINDER(1, 1);

    /** Size of the top face, as a share of the bottom's. */
    public final double topLength;

    public final double topWidth;

    SolidShape(double topLength, double topWidth) {
        this.topLength = topLength;
        this.topWidth = topWidth;
    }

    public boolean tapered() {
        return topLength != 1 || topWidth != 1;
    }
}
