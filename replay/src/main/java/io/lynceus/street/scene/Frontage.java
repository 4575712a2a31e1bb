package io.lynceus.street.scene;

import java.util.List;
import java.util.SplittableRandom;

/** Builds what is behind the pavement on one side of the street: houses, or a park behind a fence, wall, hedge or rail. */
final class Frontage {
    private static final int[] FACADES = {
        0x9c5a43, 0xb8a78a, 0xc9c2b2, 0x8a8f94, 0xa8785a, 0x7d8a78, 0xd2b48c, 0x6e5a50, 0xb0b6bd
    };
    private static final int[] ROOFS = {0x6b3328, 0x44403c, 0x553a2c};

    private final List<Solid> solids;
    private final StreetPlan plan;
    private final int side;
    private final SplittableRandom dice;
    private final Furniture garden;

    Frontage(List<Solid> solids, StreetPlan plan, int side, SplittableRandom dice) {
        this.solids = solids;
        this.plan = plan;
        this.side = side;
        this.dice = dice;
        garden = new Furniture(solids, plan, side, dice);
    }

    void line(double start, double end, boolean houses) {
        if (houses && dice.nextDouble() < 0.85) {
            double yard = dice.nextDouble() < 0.35 ? 0 : dice.nextDouble(2, 5);
            if (yard > 0) {
                border(start, end);
                plants(start, end, plan.walkEdge + 0.8, plan.walkEdge + yard - 0.8, 3);
            }
            double cut = start + dice.nextDouble(10, 22);
            double alley = dice.nextDouble() < 0.3 ? dice.nextDouble(1.5, 4) : 0;
            house(start, cut - alley, yard);
            house(cut, end, yard);
        } else {
            border(start, end);
            plants(start, end, plan.walkEdge + 2, plan.walkEdge + 18, 10);
            skyline(start, end);
        }
    }

    void house(double x0, double x1, double yard) {
        double front = plan.walkEdge + yard;
        double depth = dice.nextDouble(9, 13);
        boolean low = dice.nextDouble() < 0.35;
        double height = low ? dice.nextDouble(5.5, 8) : dice.nextDouble(9, 22);
        Box walls = Box.between(x0, x1, side * front, side * (front + depth), 0, height);
        int paint = FACADES[dice.nextInt(FACADES.length)];
        solids.add(new Solid(SolidShape.BOX, walls, Material.FACADE, StreetClasses.BUILDING, paint, dice.nextInt()));
        int roofPaint = ROOFS[dice.nextInt(ROOFS.length)];
        if (low) {
            Box roof = new Box(walls.x(), walls.y(), height + 1.4, walls.hx() + 0.2, walls.hy() + 0.4, 1.4);
            solids.add(new Solid(SolidShape.GABLE, roof, Material.ROOF, StreetClasses.BUILDING, roofPaint));
        } else {
            Box cornice = Box.between(x0, x1, side * (front - 0.35), side * (front + depth), height, height + 0.5);
            solids.add(new Solid(SolidShape.BOX, cornice, Material.CONCRETE, StreetClasses.BUILDING, 0xa09a90));
        }
    }

    /** Builds distant houses that close the view if nothing nearer does. */
    void skyline(double x0, double x1) {
        double front = dice.nextDouble(42, 60);
        double height = dice.nextDouble(8, 26);
        Box box = Box.between(x0, x1 - dice.nextDouble(0, 6), side * front, side * (front + 12), 0, height);
        int paint = FACADES[dice.nextInt(FACADES.length)];
        solids.add(new Solid(SolidShape.BOX, box, Material.FACADE, StreetClasses.BUILDING, paint, dice.nextInt()));
    }

    private void border(double start, double end) {
        double y = side * (plan.walkEdge + 0.25);
        double middle = (start + end) / 2;
        double length = end - start;
        double die = dice.nextDouble();
        if (die < 0.26) {
            Box fence = Box.standing(middle, y, 0, length, 0.08, dice.nextDouble(1, 1.6));
            solids.add(new Solid(SolidShape.BOX, fence, Material.PICKETS, StreetClasses.FENCE, 0x5b4a3a));
        } else if (die < 0.52) {
            Box wall = Box.standing(middle, y, 0, length, 0.3, dice.nextDouble(0.9, 2.2));
            solids.add(new Solid(SolidShape.BOX, wall, Material.STONES, StreetClasses.WALL, 0x8d8478));
        } else if (die < 0.7) {
            Box hedge = Box.standing(middle, y, 0, length, 0.7, dice.nextDouble(0.8, 1.7));
            solids.add(new Solid(SolidShape.BOX, hedge, Material.LEAVES, StreetClasses.VEGETATION, 0x3d6428));
        } else {
            rail(start, end, y);
        }
    }

    private void rail(double x0, double x1, double y) {
        Box beam = Box.between(x0, x1, y - 0.05, y + 0.05, 0.45, 0.8);
        solids.add(new Solid(SolidShape.BOX, beam, Material.METAL, StreetClasses.GUARD_RAIL, 0xa4a8ac));
        for (double x = x0 + 1; x < x1; x += 3) {
            Box post = Box.standing(x, y, 0, 0.14, 0.14, 0.7);
            solids.add(new Solid(SolidShape.BOX, post, Material.METAL, StreetClasses.GUARD_RAIL, 0x8a8e92));
        }
    }

    private void plants(double x0, double x1, double from, double to, int most) {
        int count = dice.nextInt(most / 2, most + 1);
        for (int i = 0; i < count; i++) {
            double out = from + (to - from) * dice.nextDouble();
            Site site = new Site(solids, dice.nextDouble(x0, x1), side * out, 0);
            if (dice.nextDouble() < 0.45) {
                garden.tree(site, dice.nextDouble(0.9, 1.4));
            } else {
                garden.bush(site);
            }
        }
    }
}
