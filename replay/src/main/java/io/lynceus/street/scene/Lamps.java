package io.lynceus.street.scene;

/** The positions of the street lamps: every 16 m, on the right and on the left in turn. */
public final class Lamps {
    public static final double SPACING = 16;
    public static final double HEIGHT = 6.2;
    /** How far a lamp reaches over the road from the kerb. */
    static final double REACH = 1.4;

    private Lamps() {}

    /** Returns the position of the lamp on one side of a block. */
    static double inBlock(int block, int side) {
        return block * StreetPlan.BLOCK + (side < 0 ? SPACING / 2 : 3 * SPACING / 2);
    }

    /** Returns the lamp's position along the street. */
    public static double x(long lamp) {
        return (lamp + 0.5) * SPACING;
    }

    public static double y(long lamp, StreetPlan plan) {
        double out = plan.roadEdge - REACH + 0.5;
        return (lamp & 1) == 0 ? -out : out;
    }
}
