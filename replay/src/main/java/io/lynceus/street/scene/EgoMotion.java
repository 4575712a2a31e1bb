package io.lynceus.street.scene;

import io.lynceus.dice.Dice;

/** The motion of the vehicle with the sensors: in its lane, at about the lane's speed, with small sideways motion. */
public final class EgoMotion {
    private static final double SECOND = 1e-9;

    private final double speed;
    private final double lane;
    private final double surgePhase;
    private final double swayPhase;

    /**
     * A position on the street.
     *
     * @param x along the street, m
     * @param y to the left of its axis, m
     * @param yaw left of the street's direction, radians
     */
    public record Pose(double x, double y, double yaw) {
        /** Returns the world's x of a point in the vehicle's frame (forward, left). */
        public double worldX(double forward, double left) {
            return x + StrictMath.cos(yaw) * forward - StrictMath.sin(yaw) * left;
        }

        public double worldY(double forward, double left) {
            return y + StrictMath.sin(yaw) * forward + StrictMath.cos(yaw) * left;
        }
    }

    EgoMotion(StreetPlan plan) {
        speed = 7 + 5 * Dice.uniform(1, (int) plan.seed);
        lane = -StreetPlan.LANE * (plan.lanes - 0.5);
        surgePhase = 6 * Dice.uniform(2, (int) plan.seed);
        swayPhase = 6 * Dice.uniform(3, (int) plan.seed);
    }

    /** Returns the mean speed, m/s. */
    double speed() {
        return speed;
    }

    /** Returns the middle of the vehicle's lane. */
    double lane() {
        return lane;
    }

    Pose at(long nanos) {
        double t = nanos * SECOND;
        double x = speed * t + 1.4 * StrictMath.sin(0.35 * t + surgePhase);
        double y = lane + 0.25 * StrictMath.sin(0.5 * t + swayPhase);
        double forwardSpeed = speed + 0.49 * StrictMath.cos(0.35 * t + surgePhase);
        double sideSpeed = 0.125 * StrictMath.cos(0.5 * t + swayPhase);
        double glance = 0.03 * StrictMath.sin(0.23 * t + 2 * swayPhase);
        return new Pose(x, y, StrictMath.atan2(sideSpeed, forwardSpeed) + glance);
    }
}
