package io.lynceus.dataset.muses;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** MUSES in the {@link io.lynceus.dataset.catalogue.Datasets catalogue}. */
public final class MusesDataset implements Dataset {
    /** The 19 classes of Cityscapes by train id, which MUSES shares. */
    public static final ClassList CLASSES = new ClassList(
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

    private static final String RECORDED_TIMES = "recorded-times";
    private static final String MOTION_COMPENSATION = "motion-compensation";
    private static final String PROJECTION = "projection";
    private static final String RADAR_THRESHOLD = "radar-threshold";
    private static final List<DatasetOption> OPTIONS = List.of(
            DatasetOption.filter("weather", "weather", "Some of clear, fog, rain, snow. Default: all."),
            DatasetOption.filter("time", "time_of_day", "day or night. Default: both."),
            DatasetOption.forReplay(
                    RECORDED_TIMES,
                    DatasetOption.ValueForm.SWITCH,
                    "",
                    "Keeps the scenes' capture times, which lie days apart, instead of --rate."),
            DatasetOption.forReplay(
                    MOTION_COMPENSATION,
                    DatasetOption.ValueForm.SWITCH,
                    "",
                    "Moves points to where they would have been in the middle of the camera's exposure."),
            DatasetOption.setting(
                    PROJECTION,
                    DatasetOption.ValueForm.TEXT,
                    "NAME",
                    "node: points, and events placed in the camera's image; none: events as their own sensor saw them;"
                            + " sdk: the images that the SDK makes. Default: node."),
            DatasetOption.forReplay(
                    RADAR_THRESHOLD,
                    DatasetOption.ValueForm.TEXT,
                    "ECHO",
                    "The weakest echo that is sent, 0 to 255. Default: 75."));

    @Override
    public String name() {
        return "muses";
    }

    @Override
    public HelpText help() {
        return new HelpText(
                "MUSES: camera, LiDAR, events, radar and GNSS, scene after scene.",
                "The folder with meta.json and calib.json.",
                "/data/muses --split val --weather fog");
    }

    @Override
    public List<DatasetOption> options() {
        return OPTIONS;
    }

    @Override
    public Optional<ClassList> classes() {
        return Optional.of(CLASSES);
    }

    @Override
    public Recording open(DatasetRequest request) throws IOException {
        MusesOptions options = MusesOptions.defaults()
                .with(request.filter(this))
                .withRate(request.option(RECORDED_TIMES).isPresent() ? 0 : request.rateHz())
                .withMotionCompensation(request.option(MOTION_COMPENSATION).isPresent());
        Optional<String> projection = request.option(PROJECTION);
        if (projection.isPresent()) {
            options = options.with(projection(projection.orElseThrow()));
        }
        Optional<String> threshold = request.option(RADAR_THRESHOLD);
        if (threshold.isPresent()) {
            options = options.withRadarThreshold(threshold(threshold.orElseThrow()));
        }
        return Muses.open(request.folder(), options);
    }

    private static MusesOptions.Projection projection(String name) {
        try {
            return MusesOptions.Projection.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new SettingsException("the projection is '" + name + "'; allowed are node, none and sdk", e);
        }
    }

    private static int threshold(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new SettingsException("the radar threshold is '" + text + "'; allowed is 0 to 255", e);
        }
    }
}
