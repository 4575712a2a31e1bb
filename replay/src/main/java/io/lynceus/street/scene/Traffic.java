package io.lynceus.street.scene;

import io.lynceus.dice.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everything that moves. Each lane is an endless row of slots that moves at the lane's speed, so that traffic at any moment is
 * known without simulating the time before, and nothing collides.
 */
final class Traffic {
    private static final double SECOND = 1e-9;
    private static final double BEHIND = 14;

    private enum Users {
        VEHICLES,
        CYCLISTS,
        WALKERS
    }

    /** A row of slots, {@code spacing} metres apart; a negative speed is towards -x. */
    private record TrafficLane(int id, Users users, double y, double speed, double spacing, double occupancy) {}

    private final long seed;
    private final int ownLane;
    private final List<TrafficLane> lanes = new ArrayList<>();

    Traffic(StreetPlan plan, EgoMotion ego) {
        seed = plan.seed;
        SplittableRandom dice = Dice.stream(seed, 5, 0);
        for (int side = -1; side <= 1; side += 2) {
            for (int i = 0; i < plan.lanes; i++) {
                boolean own = side < 0 && i == plan.lanes - 1;
                double speed = own ? ego.speed() : -side * ego.speed() * dice.nextDouble(0.8, 1.2);
                add(Users.VEHICLES, side * StreetPlan.LANE * (i + 0.5), speed, 20, own ? 0.6 : 0.65);
            }
            double cycling = -side * dice.nextDouble(3.5, 5);
            add(Users.CYCLISTS, side * (plan.driveEdge + plan.cycleEdge) / 2, cycling, 13, 0.5);
            add(Users.WALKERS, side * (plan.roadEdge + 1.5), dice.nextDouble(1, 1.5), 5, 0.45);
            add(Users.WALKERS, side * (plan.roadEdge + 2.4), -dice.nextDouble(1, 1.5), 5, 0.4);
        }
        ownLane = plan.lanes - 1;
    }

    private void add(Users users, double y, double speed, double spacing, double occupancy) {
        lanes.add(new TrafficLane(lanes.size(), users, y, speed, spacing, occupancy));
    }

    /** Adds all solids between a little behind {@code x} and {@code x + ahead}. */
    void addTo(List<Solid> solids, long nanos, double x, double ahead) {
        double t = nanos * SECOND;
        for (TrafficLane lane : lanes) {
            double travelled = lane.speed() * t;
            long first = (long) Math.floor((x - BEHIND - travelled) / lane.spacing());
            long last = (long) Math.ceil((x + ahead - travelled) / lane.spacing());
            for (long slot = first; slot <= last; slot++) {
                // Slot 0 of the sensors' own lane is their vehicle.
                if (lane.id() != ownLane || slot != 0) {
                    fill(solids, lane, slot, t);
                }
            }
        }
    }

    private void fill(List<Solid> solids, TrafficLane lane, long slot, double t) {
        SplittableRandom dice = Dice.stream(seed, 100 + lane.id(), slot);
        if (dice.nextDouble() >= lane.occupancy()) {
            return;
        }
        double place = (slot + dice.nextDouble(-0.12, 0.12)) * lane.spacing() + lane.speed() * t;
        double x = place + 0.5 * StrictMath.sin(0.4 * t + 6 * dice.nextDouble());
        int heading = lane.speed() > 0 ? 0 : 2;
        Site site = new Site(solids, x, lane.y() + dice.nextDouble(-0.2, 0.2), heading);
        switch (lane.users()) {
            case VEHICLES -> Vehicles.any(site, dice);
            case CYCLISTS -> {
                if (dice.nextDouble() < 0.6) {
                    Vehicles.bicycle(site, dice, true);
                } else {
                    Vehicles.motorcycle(site, dice, true);
                }
            }
            case WALKERS -> People.walker(site, dice, 4.2 * x);
        }
    }
}
