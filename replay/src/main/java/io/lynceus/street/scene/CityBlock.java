package io.lynceus.street.scene;

import io.lynceus.dice.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Builds the static things along one block of the street. */
final class CityBlock {
    /** Length of a parking bay. */
    static final double BAY = 6.2;

    private static final double KERB = 0.14;
    private static final int PAVING = 0x9a958c;

    private final StreetPlan plan;
    private final int index;
    private final StreetPlan.BlockKind kind;
    private final double start;
    private final double end;
    private final List<Solid> solids = new ArrayList<>();

    private CityBlock(StreetPlan plan, int index) {
        this.plan = plan;
        this.index = index;
        kind = plan.kind(index);
        start = index * StreetPlan.BLOCK;
        end = start + StreetPlan.BLOCK;
    }

    static List<Solid> build(StreetPlan plan, int index) {
        CityBlock block = new CityBlock(plan, index);
        SplittableRandom dice = Dice.stream(plan.seed, 6, index);
        for (int side = -1; side <= 1; side += 2) {
            block.pavement(side);
            block.parking(side, dice);
            block.furniture(side, dice);
            if (block.kind == StreetPlan.BlockKind.CROSSING) {
                block.corners(side, dice);
            } else {
                Frontage frontage = new Frontage(block.solids, plan, side, dice);
                frontage.line(block.start, block.end, block.kind == StreetPlan.BlockKind.HOUSES);
            }
        }
        if (block.kind != StreetPlan.BlockKind.CROSSING && dice.nextDouble() < 0.06) {
            block.bridge(dice);
        }
        return List.copyOf(block.solids);
    }

    private double middle() {
        return (start + end) / 2;
    }

    private void pavement(int side) {
        if (kind == StreetPlan.BlockKind.CROSSING) {
            slab(start, middle() - StreetPlan.CROSS, side * plan.roadEdge, side * plan.walkEdge);
            slab(middle() + StreetPlan.CROSS, end, side * plan.roadEdge, side * plan.walkEdge);
            slab(middle() - StreetPlan.CROSS - 3, middle() - StreetPlan.CROSS, side * plan.walkEdge, side * 55);
            slab(middle() + StreetPlan.CROSS, middle() + StreetPlan.CROSS + 3, side * plan.walkEdge, side * 55);
        } else {
            slab(start, end, side * plan.roadEdge, side * plan.walkEdge);
        }
    }

    private void slab(double x0, double x1, double y0, double y1) {
        Box box = Box.between(x0, x1, y0, y1, 0, KERB);
        solids.add(new Solid(SolidShape.BOX, box, Material.PAVING, StreetClasses.SIDEWALK, PAVING));
    }

    private void parking(int side, SplittableRandom dice) {
        double lane = side * (plan.cycleEdge + plan.roadEdge) / 2;
        for (double x = start + BAY / 2; plan.parking && x < end; x += BAY) {
            boolean free = kind != StreetPlan.BlockKind.CROSSING || Math.abs(x - middle()) > 13.5;
            Site site = new Site(solids, x, lane, side < 0 ? 0 : 2);
            double die = dice.nextDouble();
            if (!free || die > 0.62) {
                continue;
            }
            if (die < 0.45) {
                Vehicles.car(site, dice);
            } else if (die < 0.49) {
                Vehicles.truck(site, dice);
            } else {
                Vehicles.motorcycle(site.moved(1.6, 0), dice, false);
                Vehicles.motorcycle(site.moved(-1, 0.3), dice, false);
            }
        }
    }

    private void furniture(int side, SplittableRandom dice) {
        Furniture furniture = new Furniture(solids, plan, side, dice);
        furniture.lamp(Lamps.inBlock(index, side));
        boolean crossing = kind == StreetPlan.BlockKind.CROSSING;
        if (crossing) {
            furniture.trafficLight(middle() - side * -10.4);
        }
        for (double x = start + 4; x < end; x += 5) {
            if (crossing && Math.abs(x - middle()) < 11) {
                continue;
            }
            furniture.something(x + dice.nextDouble(-1, 1));
        }
    }

    /** Builds houses at the corners of a crossing, a car waiting in the cross street, people at the kerb. */
    private void corners(int side, SplittableRandom dice) {
        Frontage frontage = new Frontage(solids, plan, side, dice);
        frontage.house(start, middle() - StreetPlan.CROSS - 3, 0);
        frontage.house(middle() + StreetPlan.CROSS + 3, end, 0);
        frontage.skyline(start, end);
        double lane = middle() + side * StreetPlan.CROSS / 2;
        Site waiting = new Site(solids, lane, side * (plan.roadEdge + 6), side < 0 ? 1 : 3);
        if (dice.nextDouble() < 0.7) {
            Vehicles.any(waiting.moved(-dice.nextDouble(0, 3), 0), dice);
        }
        int people = dice.nextInt(4);
        for (int i = 0; i < people; i++) {
            double x = middle() + (dice.nextBoolean() ? 1 : -1) * dice.nextDouble(6.6, 9);
            Site kerb = new Site(solids, x, side * (plan.roadEdge + dice.nextDouble(0.3, 0.9)), dice.nextInt(4));
            People.walker(kerb, dice, 0);
        }
    }

    private void bridge(SplittableRandom dice) {
        double x = start + dice.nextDouble(8, 24);
        double pier = plan.walkEdge + 0.3;
        int paint = 0x8a8680;
        add(Box.between(x - 2.5, x + 2.5, -40, 40, 5.2, 6.3), paint);
        add(Box.between(x - 2.5, x - 2.3, -40, 40, 6.3, 7.3), paint);
        add(Box.between(x + 2.3, x + 2.5, -40, 40, 6.3, 7.3), paint);
        add(Box.between(x - 1.5, x + 1.5, pier, pier + 1, 0, 5.2), paint);
        add(Box.between(x - 1.5, x + 1.5, -pier - 1, -pier, 0, 5.2), paint);
    }

    private void add(Box box, int paint) {
        solids.add(new Solid(SolidShape.BOX, box, Material.CONCRETE, StreetClasses.BRIDGE, paint));
    }
}
