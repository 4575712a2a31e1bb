package io.lynceus.wire;

import java.util.Locale;

/**
 * What a sensor measures. The list is open: a rig file may name others, and a model says which ones it knows.
 *
 * @param name lower case letters, digits and dashes
 */
public record Modality(String name) {
    public static final Modality RGB = new Modality("rgb");
    public static final Modality DEPTH = new Modality("depth");
    public static final Modality EVENT = new Modality("event");
    public static final Modality LIDAR = new Modality("lidar");

    public Modality {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "modality '" + name + "': use lower case letters, digits and dashes, such as '"
                            + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-") + "'");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
