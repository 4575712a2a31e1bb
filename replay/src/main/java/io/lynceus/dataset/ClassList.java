package io.lynceus.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The classes that pixels are sorted into; a class's id is its place in the list.
 *
 * @param name of the list, such as {@code deliver}
 * @param classes at most 255; id 255 means "ignore"
 */
public record ClassList(String name, List<SegmentClass> classes) {
    /** Id of pixels that belong to no class and do not count. */
    public static final int IGNORE = 255;

    /** DELIVER's 25 classes by train id. Source: jamycheung/DELIVER, whose raw ids are one higher. */
    public static final ClassList DELIVER = new ClassList(
            "deliver",
            List.of(
                    new SegmentClass("Building", 70, 70, 70),
                    new SegmentClass("Fence", 100, 40, 40),
                    new SegmentClass("Other", 55, 90, 80),
                    new SegmentClass("Pedestrian", 220, 20, 60),
                    new SegmentClass("Pole", 153, 153, 153),
                    new SegmentClass("RoadLine", 157, 234, 50),
                    new SegmentClass("Road", 128, 64, 128),
                    new SegmentClass("SideWalk", 244, 35, 232),
                    new SegmentClass("Vegetation", 107, 142, 35),
                    new SegmentClass("Cars", 0, 0, 142),
                    new SegmentClass("Wall", 102, 102, 156),
                    new SegmentClass("TrafficSign", 220, 220, 0),
                    new SegmentClass("Sky", 70, 130, 180),
                    new SegmentClass("Ground", 81, 0, 81),
                    new SegmentClass("Bridge", 150, 100, 100),
                    new SegmentClass("RailTrack", 230, 150, 140),
                    new SegmentClass("GroundRail", 180, 165, 180),
                    new SegmentClass("TrafficLight", 250, 170, 30),
                    new SegmentClass("Static", 110, 190, 160),
                    new SegmentClass("Dynamic", 170, 120, 50),
                    new SegmentClass("Water", 45, 60, 150),
                    new SegmentClass("Terrain", 145, 170, 100),
                    new SegmentClass("TwoWheeler", 0, 0, 230),
                    new SegmentClass("Bus", 0, 60, 100),
                    new SegmentClass("Truck", 0, 0, 70)));

    /** The 19 classes of Cityscapes by train id, which MUSES shares. */
    public static final ClassList MUSES = new ClassList(
            "muses",
            List.of(
                    new SegmentClass("road", 128, 64, 128),
                    new SegmentClass("sidewalk", 244, 35, 232),
                    new SegmentClass("building", 70, 70, 70),
                    new SegmentClass("wall", 102, 102, 156),
                    new SegmentClass("fence", 190, 153, 153),
                    new SegmentClass("pole", 153, 153, 153),
                    new SegmentClass("traffic light", 250, 170, 30),
                    new SegmentClass("traffic sign", 220, 220, 0),
                    new SegmentClass("vegetation", 107, 142, 35),
                    new SegmentClass("terrain", 152, 251, 152),
                    new SegmentClass("sky", 70, 130, 180),
                    new SegmentClass("person", 220, 20, 60),
                    new SegmentClass("rider", 255, 0, 0),
                    new SegmentClass("car", 0, 0, 142),
                    new SegmentClass("truck", 0, 0, 70),
                    new SegmentClass("bus", 0, 60, 100),
                    new SegmentClass("train", 0, 80, 100),
                    new SegmentClass("motorcycle", 0, 0, 230),
                    new SegmentClass("bicycle", 119, 11, 32)));

    /** MCubeS's 20 materials. Source: kyotovision-public/multimodal-material-segmentation. */
    public static final ClassList MCUBES = new ClassList(
            "mcubes",
            List.of(
                    new SegmentClass("asphalt", 44, 160, 44),
                    new SegmentClass("concrete", 31, 119, 180),
                    new SegmentClass("metal", 255, 127, 14),
                    new SegmentClass("road_marking", 214, 39, 40),
                    new SegmentClass("fabric", 140, 86, 75),
                    new SegmentClass("glass", 127, 127, 127),
                    new SegmentClass("plaster", 188, 189, 34),
                    new SegmentClass("plastic", 255, 152, 150),
                    new SegmentClass("rubber", 23, 190, 207),
                    new SegmentClass("sand", 174, 199, 232),
                    new SegmentClass("gravel", 196, 156, 148),
                    new SegmentClass("ceramic", 197, 176, 213),
                    new SegmentClass("cobblestone", 247, 182, 210),
                    new SegmentClass("brick", 199, 199, 199),
                    new SegmentClass("grass", 219, 219, 141),
                    new SegmentClass("wood", 158, 218, 229),
                    new SegmentClass("leaf", 57, 59, 121),
                    new SegmentClass("water", 107, 110, 207),
                    new SegmentClass("human", 156, 158, 222),
                    new SegmentClass("sky", 99, 121, 57)));

    public ClassList {
        classes = List.copyOf(classes);
        if (classes.isEmpty() || classes.size() > IGNORE) {
            throw new IllegalArgumentException("class list '" + name + "' has " + classes.size()
                    + " classes; 1 to 255 fit into a byte beside the id 255 for 'ignore'");
        }
        Set<String> names = new HashSet<>();
        for (SegmentClass one : classes) {
            if (!names.add(one.name())) {
                throw new IllegalArgumentException("class list '" + name + "' names '" + one.name() + "' twice");
            }
        }
    }

    public int size() {
        return classes.size();
    }

    /** The name of a class; {@code ignore} for 255. */
    public String nameOf(int id) {
        return id == IGNORE ? "ignore" : classes.get(requireKnown(id)).name();
    }

    /** The id of a class by its exact name. */
    public OptionalInt idOf(String className) {
        for (int id = 0; id < classes.size(); id++) {
            if (classes.get(id).name().equals(className)) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    /** Colour of a class as 0xRRGGBB; black for 255. */
    public int rgbOf(int id) {
        return id == IGNORE ? 0 : classes.get(requireKnown(id)).rgb();
    }

    /** All colours: uint8 [classes * 3], RGB. */
    public byte[] palette() {
        byte[] palette = new byte[classes.size() * 3];
        for (int id = 0; id < classes.size(); id++) {
            int rgb = rgbOf(id);
            palette[3 * id] = (byte) (rgb >> 16);
            palette[3 * id + 1] = (byte) (rgb >> 8);
            palette[3 * id + 2] = (byte) rgb;
        }
        return palette;
    }

    private int requireKnown(int id) {
        if (id < 0 || id >= classes.size()) {
            throw new IllegalArgumentException("class id " + id + " is not in '" + name + "', which knows 0 to "
                    + (classes.size() - 1) + " and 255 for 'ignore'");
        }
        return id;
    }
}
