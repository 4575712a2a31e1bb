package io.lynceus.street.render;

import io.lynceus.dice.Dice;
import io.lynceus.street.scene.Box;
import io.lynceus.street.scene.Solid;
import io.lynceus.street.scene.StreetClasses;

/** Sets albedo, glow and gloss of a {@link Surface} from its position and material. */
final class Textures {
    private static final double FLOOR = 3.1;
    private static final double WINDOW_PITCH = 2.6;

    private final double lamps;
    private final float wetness;

    Textures(Climate climate) {
        lamps = climate.light().lamps();
        wetness = (float) climate.air().wetness();
    }

    /** Textures the ground plane, whose class is known. */
    void ground(Surface s, int classId) {
        s.glow(0, 0, 0);
        if (classId == StreetClasses.ROAD) {
            s.paint(0x55565a);
            rough(s, 9, 0.16f);
            // Patches and tyre tracks.
            s.shade(1 + 0.14f * Grain.at(s.x * 0.35, s.y * 1.6 + 40));
        } else if (classId == StreetClasses.ROAD_LINE) {
            s.paint(0xdcdcd2);
            rough(s, 9, 0.12f);
            s.shade(1 + 0.12f * Grain.at(s.x * 1.1, s.y * 2));
        } else if (classId == StreetClasses.GROUND) {
            s.paint(0x8c7f6c);
            rough(s, 11, 0.2f);
        } else {
            s.paint(0x5d7a35);
            rough(s, 7, 0.25f);
            s.shade(1 + 0.25f * Grain.at(s.x * 0.7, s.y * 0.7));
        }
        boolean smooth = classId == StreetClasses.ROAD || classId == StreetClasses.ROAD_LINE;
        wet(s, smooth ? 1 : 0.2f);
    }

    void solid(Surface s, Solid solid) {
        s.paint(solid.paint());
        s.glow(0, 0, 0);
        s.gloss = 0;
        switch (solid.material()) {
            case PAVING -> paving(s);
            case FACADE -> facade(s, solid);
            case ROOF -> rows(s, s.z, 0.35, 0.75f);
            case STONES -> stones(s);
            case PICKETS, BARK -> rows(s, s.x + s.y, 0.18, 0.8f);
            case LEAVES -> leaves(s);
            case PAINT -> bodywork(s, solid);
            case GLASS -> s.gloss = 0.5f;
            case SIGN -> sign(s, solid);
            case SIGNAL -> signal(s, solid);
            case LAMP -> s.glow(6 * lamps, 4.6 * lamps, 2.8 * lamps);
            case ASPHALT, MARKING, GRASS, GRAVEL, CONCRETE, METAL, RUBBER, CLOTH, SKIN -> rough(s, 6, 0.1f);
        }
    }

    /** Adds fine grain, which fades if a pixel covers more than the grain. */
    private static void rough(Surface s, double perMetre, float contrast) {
        if (s.depth < 30) {
            float visible = contrast * (1 - s.depth / 30);
            s.shade(1 + visible * Grain.at((s.x + 0.3 * s.z) * perMetre, (s.y + 1.3 * s.z) * perMetre));
        }
    }

    /** Wets a surface: water makes it darker and glossier. */
    private void wet(Surface s, float smoothness) {
        s.shade(1 - 0.45f * wetness);
        s.gloss = 0.55f * wetness * smoothness;
    }

    private void paving(Surface s) {
        boolean joint = s.depth < 22 && (fraction(s.x / 0.9) < 0.05 || fraction(s.y / 0.9) < 0.05);
        int tile = (int) Math.floor(s.x / 0.9) * 31 + (int) Math.floor(s.y / 0.9);
        s.shade(joint ? 0.65f : 0.94f + 0.12f * Dice.uniform(tile, 77));
        rough(s, 12, 0.12f);
        wet(s, 0.5f);
    }

    private static void rows(Surface s, double along, double pitch, float dark) {
        if (s.depth < 35 && fraction(along / pitch) < 0.3) {
            s.shade(dark);
        }
        rough(s, 6, 0.15f);
    }

    private static void stones(Surface s) {
        int course = (int) Math.floor(s.z / 0.3);
        double along = (s.x + s.y) / 0.7 + 0.5 * (course & 1);
        boolean joint = s.depth < 25 && (fraction(s.z / 0.3) < 0.12 || fraction(along) < 0.06);
        int stone = course * 7919 + (int) Math.floor(along);
        s.shade(joint ? 0.6f : 0.8f + 0.4f * Dice.uniform(stone, 5));
        rough(s, 8, 0.15f);
    }

    private static void leaves(Surface s) {
        float coarse = Grain.at(s.x * 2.5 + 37 * s.z, s.y * 2.5 + 11 * s.z);
        float clump = Grain.at((s.x + s.z) * 1.1, (s.y - s.z) * 1.1);
        s.shade(0.85f + 0.35f * coarse + 0.3f * clump);
        // Leaves point everywhere: light comes through from behind.
        s.nx = 0.7f * s.nx + 0.5f * coarse;
        s.ny = 0.7f * s.ny + 0.5f * clump;
        s.nz = 0.7f * s.nz + 0.3f;
    }

    private void facade(Surface s, Solid solid) {
        if (s.nz > 0.5f) {
            s.paint(0x55524e);
            return;
        }
        boolean front = Math.abs(s.ny) > 0.5f;
        double along = (front ? s.x : s.y) / WINDOW_PITCH + (solid.pattern() & 15) / 16.0;
        double up = s.z / FLOOR;
        double u = fraction(along);
        double v = fraction(up);
        boolean shop = up < 1 && (solid.pattern() & 0x30) == 0;
        boolean inWindow =
                shop ? u > 0.06 && u < 0.94 && v > 0.12 && v < 0.8 : u > 0.27 && u < 0.73 && v > 0.3 && v < 0.78;
        boolean roomAbove = s.z < solid.box().z() + solid.box().hz() - 0.5;
        if (inWindow && roomAbove) {
            window(s, solid.pattern() + (int) Math.floor(along) * 131 + (int) Math.floor(up) * 7, shop);
        } else {
            boolean frame = u > 0.23 && u < 0.77 && v > 0.25 && v < 0.82;
            boolean brick = s.depth < 18 && (solid.pattern() & 0x40) != 0 && fraction(s.z / 0.22) < 0.2;
            s.shade(frame && !shop ? 1.25f : brick ? 0.78f : 1);
            rough(s, 3, 0.14f);
            s.shade(v < 0.06 ? 0.8f : 1);
        }
    }

    private void window(Surface s, int id, boolean shop) {
        s.paint(0x2a3138);
        s.gloss = 0.45f;
        float mood = Dice.uniform(id, 13);
        s.shade(0.6f + mood);
        double lit = (shop ? 0.75 : 0.35) > mood ? 0.35 + 0.5 * mood : 0.008;
        s.glow(0.9 * lit * lamps, 0.7 * lit * lamps, 0.42 * lit * lamps);
    }

    /** Adds lights at both ends of a vehicle's body: white in front, red behind. */
    private void bodywork(Surface s, Solid solid) {
        s.gloss = 0.12f;
        Box box = solid.box();
        int heading = solid.pattern() & 3;
        boolean turned = (heading & 1) == 1;
        double end = turned ? s.ny : s.nx;
        if (Math.abs(end) < 0.5 || box.hz() > 1.3) {
            return;
        }
        double across = turned ? (s.x - box.x()) / box.hx() : (s.y - box.y()) / box.hy();
        double up = (s.z - box.z()) / box.hz();
        if (up > -0.55 && up < -0.1 && Math.abs(across) < 0.28) {
            s.paint(0xd8d8d0);
        } else if (Math.abs(across) > 0.6 && Math.abs(across) < 0.95 && up > 0.1 && up < 0.75) {
            boolean front = (end > 0) == (heading < 2);
            s.paint(front ? 0xe8e8e8 : 0xa01010);
            double power = (front ? 7 : 1.6) * lamps;
            s.glow(power, front ? 0.95 * power : 0.06 * power, front ? 0.85 * power : 0.04 * power);
        }
    }

    private void sign(Surface s, Solid solid) {
        Box box = solid.box();
        double across = (s.y - box.y()) / box.hy();
        double up = (s.z - box.z()) / box.hz();
        boolean frontFace = (s.nx < 0) == ((solid.pattern() & 3) < 2);
        if (!frontFace) {
            s.paint(0x7a7d80);
            return;
        }
        boolean rim = Math.max(Math.abs(across), Math.abs(up)) > 0.72;
        boolean symbol = Math.abs(across) < 0.22 && Math.abs(up) < 0.5;
        if (!rim && !symbol) {
            s.paint(0xf0f0ee);
        }
        // Signs reflect headlights straight back.
        double back = lamps * 14 / Math.max(60, s.depth * s.depth);
        s.glow(s.r * back, s.g * back, s.b * back);
    }

    private void signal(Surface s, Solid solid) {
        Box box = solid.box();
        double across = (s.y - box.y()) / box.hy();
        double up = (s.z - box.z()) / box.hz();
        int lens = (int) Math.floor((up + 1) * 1.5);
        double v = (up + 1) * 1.5 - lens - 0.5;
        if (Math.abs(s.nx) < 0.5 || across * across + 4 * v * v * 0.7 > 0.5) {
            return;
        }
        double power = 0.5 + 0.8 * lamps;
        switch (lens) {
            case 0 -> s.glow(0.1 * power, 1.3 * power, 0.5 * power);
            case 1 -> s.paint(0x4a3a10);
            default -> s.paint(0x4a1510);
        }
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }
}
