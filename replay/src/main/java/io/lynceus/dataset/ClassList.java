package io.lynceus.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The classes of pixels; a class's id is its index in the list.
 *
 * @param name of the list, such as {@code deliver}
 * @param classes at most 255; id 255 means "ignore"
 */
public record ClassList(String name, List<SegmentClass> classes) {
    /** Id of pixels that belong to no class and do not count. */
    public static final int IGNORE = 255;

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

    /** Returns the name of a class; {@code ignore} for 255. */
    public String nameOf(int id) {
        return id == IGNORE ? "ignore" : classes.get(requireKnown(id)).name();
    }

    /** Returns the id of a class by its exact name. */
    public OptionalInt idOf(String className) {
        for (int id = 0; id < classes.size(); id++) {
            if (classes.get(id).name().equals(className)) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    /** Returns the colour of a class as 0xRRGGBB; black for 255. */
    public int rgbOf(int id) {
        return id == IGNORE ? 0 : classes.get(requireKnown(id)).rgb();
    }

    /** Returns all colours: uint8 [classes * 3], RGB. */
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
