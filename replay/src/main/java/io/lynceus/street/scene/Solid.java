package io.lynceus.street.scene;

/**
 * One convex thing of the scene.
 *
 * @param shape fills {@code box}
 * @param classId in DELIVER's list
 * @param paint colour of its surface, 0xRRGGBB in sRGB
 * @param pattern what its texture varies with
 */
public record Solid(SolidShape shape, Box box, Material material, int classId, int paint, int pattern) {
    Solid(SolidShape shape, Box box, Material material, int classId, int paint) {
        this(shape, box, material, classId, paint, paint * 31 + (int) Math.floor(7 * box.y()));
    }
}
