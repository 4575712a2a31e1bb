package io.lynceus.dataset.tiles;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The YAML file of a set of tiles.
 *
 * <pre>
 * name: vaihingen
 * modalities: {rgb: 'top/top_mosaic_09cm_area{id}.tif', dsm: 'dsm/dsm_09cm_matching_area{id}.tif'}
 * heights: [dsm]                                   # stretched tile by tile, from the least value to the largest
 * label: 'gts/top_mosaic_09cm_area{id}.tif'         # colours of classes
 * judgedLabel: 'eroded/..._area{id}_noBoundary.tif' # masks are judged by it; left out: by label
 * classes: [{name: building, rgb: [0, 0, 255]}, ...]
 * ignore: [[0, 0, 0]]                               # colours that do not count
 * splits: {train: ['1', '3'], val: ['5']}
 * window: 256
 * stride: 256                                       # of windows that are played; of those that the trainer judges: judgedStride
 * judgedStride: 32
 * </pre>
 *
 * @param modalities file patterns by modality, in which {@code {id}} is the tile's id and {@code {id2}} the same in two digits
 * @param heights modalities whose values are heights
 * @param label file pattern
 * @param judgedLabel file pattern; empty for the same
 * @param classes in the order of their ids
 * @param ignore colours that do not count
 * @param splits tile ids by split
 * @param window side of a window, a multiple of 32
 * @param stride from one window that is played to the next, 1 to {@code window}
 * @param judgedStride from one window to the next where a network's logits are summed, 1 to {@code window}
 */
record TileDescription(
        String name,
        Map<String, String> modalities,
        List<String> heights,
        String label,
        String judgedLabel,
        List<NamedColour> classes,
        List<List<Integer>> ignore,
        Map<String, List<String>> splits,
        int window,
        int stride,
        int judgedStride) {
    static final TileDescription EMPTY =
            new TileDescription("", Map.of(), List.of(), "", "", List.of(), List.of(), Map.of(), 256, 256, 256);

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int MULTIPLE = 32;
    private static final int LARGEST = 4096;

    /** A class and the colour that stands for it in label files. */
    record NamedColour(String name, List<Integer> rgb) {
        @SuppressWarnings("ConstantValue") // what the file leaves out comes as null
        NamedColour {
            if (name == null || rgb == null) {
                throw new IllegalArgumentException("class " + name + " has rgb " + rgb
                        + "; a class has a name and rgb of three numbers, such as rgb: [0, 0, 255]");
            }
            colour(rgb);
        }
    }

    TileDescription {
        if (window < MULTIPLE || window > LARGEST || window % MULTIPLE != 0) {
            throw new IllegalArgumentException(
                    "window is " + window + ", allowed are multiples of " + MULTIPLE + " up to " + LARGEST);
        }
        requireStride("stride", stride, window);
        requireStride("judgedStride", judgedStride, window);
        for (String height : heights) {
            if (!modalities.containsKey(height)) {
                throw new IllegalArgumentException(
                        "heights names '" + height + "', allowed are the modalities " + modalities.keySet());
            }
        }
        ignore.forEach(TileDescription::colour);
        splits.forEach((split, ids) -> {
            for (String id : new HashSet<>(ids)) {
                if (Collections.frequency(ids, id) > 1) {
                    throw new IllegalArgumentException("splits." + split + " has the tile '" + id
                            + "' twice; leave one out, because it would count twice");
                }
            }
        });
    }

    /** Returns a remark for each other split that has tiles of this one. */
    List<String> overlaps(String split) {
        List<String> ids = split(split);
        List<String> overlaps = new ArrayList<>();
        splits.forEach((other, theirs) -> {
            long both = theirs.stream().filter(ids::contains).count();
            if (!other.equals(split) && both > 0) {
                overlaps.add(both + " of " + ids.size() + " tiles of " + split + " are in " + other
                        + " too: a figure on tiles that were trained on says little");
            }
        });
        return overlaps;
    }

    private static void requireStride(String key, int value, int window) {
        if (value < 1 || value > window) {
            throw new IllegalArgumentException(key + " is " + value + ", allowed are 1 to the window's " + window);
        }
    }

    /** A colour as 0xRRGGBB. */
    static int colour(List<Integer> rgb) {
        if (rgb.size() != 3 || rgb.stream().anyMatch(part -> part < 0 || part > 255)) {
            throw new IllegalArgumentException(
                    "rgb is " + rgb + ", allowed are three numbers from 0 to 255, such as [0, 0, 255]");
        }
        return rgb.get(0) << 16 | rgb.get(1) << 8 | rgb.get(2);
    }

    ClassList classList() {
        return new ClassList(
                name,
                classes.stream()
                        .map(c -> new SegmentClass(c.name, colour(c.rgb)))
                        .toList());
    }

    List<String> split(String wanted) {
        List<String> ids = splits.get(wanted);
        if (ids == null) {
            throw new SettingsException(
                    "the tiles of " + name + " have no split '" + wanted + "', only " + splits.keySet());
        }
        return ids;
    }

    /** The files of a tile. */
    List<Path> files(Path root, String id) {
        return Stream.concat(modalities.values().stream(), Stream.of(label, judgedLabel))
                .filter(pattern -> !pattern.isEmpty())
                .map(pattern -> file(root, pattern, id))
                .toList();
    }

    /** {@code {id}} is the tile's id; {@code {id2}} the same with each number written with two digits: 6_10 as 06_10. */
    static Path file(Path root, String pattern, String id) {
        String twoDigits =
                NUMBER.matcher(id).replaceAll(number -> number.group().length() == 1 ? "0$0" : "$0");
        return root.resolve(pattern.replace("{id}", id).replace("{id2}", twoDigits));
    }
}
