package io.lynceus.street.scene;

import java.util.List;

/**
 * A site where something is built: a position on the ground and a heading in quarter turns (0 along +x, 1 along +y, 2 along -x,
 * 3 along -y). Parts are given in the thing's own frame: forward, left, up.
 */
record Site(List<Solid> solids, double x, double y, int heading) {
    /** A part, given by its middle, the height of its underside, and its length, width and height; all in metres. */
    record Part(double forward, double left, double base, double length, double width, double height) {}

    void add(SolidShape shape, Part part, Material material, int classId, int paint) {
        boolean turned = (heading & 1) == 1;
        double sign = heading < 2 ? 1 : -1;
        double partX = turned ? -sign * part.left() : sign * part.forward();
        double partY = turned ? sign * part.forward() : sign * part.left();
        Box box = Box.standing(
                x + partX,
                y + partY,
                part.base(),
                turned ? part.width() : part.length(),
                turned ? part.length() : part.width(),
                part.height());
        solids.add(new Solid(shape, box, material, classId, paint, heading | (paint * 31) << 2));
    }

    Site moved(double forward, double left) {
        boolean turned = (heading & 1) == 1;
        double sign = heading < 2 ? 1 : -1;
        return new Site(
                solids,
                x + (turned ? -sign * left : sign * forward),
                y + (turned ? sign * forward : sign * left),
                heading);
    }
}
