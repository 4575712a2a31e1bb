package io.lynceus.dataset.deliver;

import io.lynceus.dataset.sample.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One moment of DELIVER, parsed from the segments of its path, never from text within it: "rain" is a part of "train".
 *
 * @param corner the corner case of the scene, such as {@code motionblur}; {@code normal} if there is none
 */
record DeliverSample(String condition, String split, String scene, String corner, String frame) {
    private static final Set<String> CONDITIONS = Set.of("cloud", "fog", "night", "rain", "sun");
    private static final Set<String> SPLITS = Set.of("train", "val", "test");
    private static final Set<String> CORNERS =
            Set.of("motionblur", "overexposure", "underexposure", "lidarjitter", "eventlowres");
    private static final Pattern SCENE = Pattern.compile("MAP_\\d+_point\\d+(?:_(.+))?");
    private static final Pattern IMAGE = Pattern.compile("(\\d{6})_rgb_front\\.png");

    /** Lists all samples by their images, in the order of their paths. */
    static List<DeliverSample> enumerate(Path img) throws IOException {
        List<DeliverSample> samples = new ArrayList<>();
        for (Path condition : folders(img, CONDITIONS, "the conditions")) {
            for (Path split : folders(condition, SPLITS, "the splits")) {
                for (Path scene : Expected.children(split)) {
                    samples.addAll(scene(name(condition), name(split), scene));
                }
            }
        }
        return samples;
    }

    private static List<Path> folders(Path parent, Set<String> known, String what) throws IOException {
        List<Path> folders =
                Expected.children(parent).stream().filter(Files::isDirectory).toList();
        for (Path folder : folders) {
            if (!known.contains(name(folder))) {
                throw new IOException("there is a folder " + name(folder) + " in " + parent + "; expected are " + what
                        + " " + known.stream().sorted().toList() + " and no others");
            }
        }
        return folders;
    }

    private static List<DeliverSample> scene(String condition, String split, Path scene) throws IOException {
        Matcher form = SCENE.matcher(name(scene));
        String corner = form.matches() && form.group(1) != null ? form.group(1) : "normal";
        if (!form.matches() || form.group(1) != null && !CORNERS.contains(corner)) {
            throw new IOException("the scene " + scene + " is misnamed; expected is MAP_<m>_point<p>, and after it"
                    + " nothing or one of "
                    + CORNERS.stream().sorted().map(c -> "_" + c).toList());
        }
        List<DeliverSample> samples = new ArrayList<>();
        for (Path file : Expected.children(scene)) {
            Matcher image = IMAGE.matcher(name(file));
            if (!image.matches()) {
                throw new IOException(file + " is misnamed; expected are six digits and _rgb_front.png");
            }
            samples.add(new DeliverSample(condition, split, name(scene), corner, image.group(1)));
        }
        return samples;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Returns the sample's id: the whole path, because base names recur in other scenes. */
    String id() {
        return condition + '/' + split + '/' + scene + '/' + frame;
    }

    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("split", split);
        tags.put("condition", condition);
        tags.put("case", corner);
        tags.put("scene", scene);
        return tags;
    }

    /** Returns its scene's folder beneath a modality's root. */
    Path folder(Path root) {
        return root.resolve(condition).resolve(split).resolve(scene);
    }

    Path file(Path root, String suffix) {
        return folder(root).resolve(frame + '_' + suffix + "_front.png");
    }
}
