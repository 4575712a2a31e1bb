package io.lynceus.street.scene;

import io.lynceus.dice.Dice;

/**
 * The street seen from above. It runs along +x without end, its axis is y = 0, and traffic drives on the right (y &lt; 0 drives
 * towards +x). From the axis outwards there are driving lanes, a cycle lane, perhaps a parking strip, the pavement, and the land
 * behind it.
 */
public final class StreetPlan {
    /** Length of a block, the piece of street that is laid out at a time, in metres. */
    static final double BLOCK = 32;

    static final double LANE = 3.3;
    /** Half width of a cross street; it meets ours in the middle of its block. */
    static final double CROSS = 6;

    private static final double CYCLE_LANE = 1.5;
    private static final double PARKING = 2.2;
    private static final double PAVEMENT = 3.2;

    private static final double CROSSWALK_FROM = CROSS + 0.6;
    private static final double CROSSWALK_TO = CROSSWALK_FROM + 3;

    /** The kinds of blocks. */
    enum BlockKind {
        HOUSES,
        PARK,
        CROSSING
    }

    public final long seed;
    final int lanes;
    final boolean parking;
    /** Distances from the axis: outer edge of the driving lanes, the cycle lane, the road, the pavement. */
    final double driveEdge;

    final double cycleEdge;
    final double roadEdge;
    final double walkEdge;

    StreetPlan(long seed) {
        this.seed = seed;
        lanes = Dice.hash(seed, 1) >>> 62 == 0 ? 2 : 1;
        parking = Dice.hash(seed, 2) < 0;
        driveEdge = lanes * LANE;
        cycleEdge = driveEdge + (Dice.hash(seed, 8) < 0 ? CYCLE_LANE : 1);
        roadEdge = cycleEdge + (parking ? PARKING : 0);
        walkEdge = roadEdge + PAVEMENT;
    }

    static int blockOf(double x) {
        return (int) Math.floor(x / BLOCK);
    }

    BlockKind kind(int block) {
        int die = (int) (Dice.hash(seed, 3, block) >>> 1) & 0xFF;
        if ((block & 1) == 0 && die < 140) {
            return BlockKind.CROSSING;
        }
        return die < 190 ? BlockKind.HOUSES : BlockKind.PARK;
    }

    /** Returns the class of the ground plane at a position. */
    public int groundClass(double x, double y) {
        int block = blockOf(x);
        boolean crossing = kind(block) == BlockKind.CROSSING;
        double fromMiddle = Math.abs(x - (block + 0.5) * BLOCK);
        double out = Math.abs(y);
        if (out <= roadEdge) {
            boolean marked = (crossing && fromMiddle < CROSSWALK_TO + 1.5)
                    ? crossingMarked(x - (block + 0.5) * BLOCK, y)
                    : laneMarked(x, out);
            return marked ? StreetClasses.ROAD_LINE : StreetClasses.ROAD;
        }
        if (crossing && fromMiddle < CROSS) {
            boolean dash = fromMiddle < 0.09 && fraction(y / 6) < 0.5;
            return dash ? StreetClasses.ROAD_LINE : StreetClasses.ROAD;
        }
        return paved(block) ? StreetClasses.GROUND : StreetClasses.TERRAIN;
    }

    /** Returns true if the land behind the pavement is a yard and not grass. */
    private boolean paved(int block) {
        return kind(block) != BlockKind.PARK && (Dice.hash(seed, 4, block) & 3) == 0;
    }

    private boolean laneMarked(double x, double out) {
        boolean axis = lanes == 1 ? out < 0.1 && fraction(x / 6) < 0.5 : Math.abs(out - 0.17) < 0.08;
        boolean divider = lanes == 2 && Math.abs(out - LANE) < 0.09 && fraction(x / 9) < 0.45;
        boolean cycle = Math.abs(out - driveEdge) < 0.1;
        boolean bays = parking
                && (Math.abs(out - cycleEdge) < 0.07
                        || (out > cycleEdge && fraction(x / CityBlock.BAY) * CityBlock.BAY < 0.12));
        return axis || divider || cycle || bays;
    }

    private boolean crossingMarked(double fromMiddle, double y) {
        double distance = Math.abs(fromMiddle);
        if (distance > CROSSWALK_FROM && distance < CROSSWALK_TO) {
            return fraction(y) < 0.5;
        }
        // Stop lines, on the side that drives towards the crossing.
        boolean approaching = fromMiddle < 0 ? y < -0.3 : y > 0.3;
        return approaching && Math.abs(distance - CROSSWALK_TO - 0.9) < 0.2 && Math.abs(y) < driveEdge;
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }
}
