package io.lynceus.dataset.deliver;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.dataset.SegmentClass;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** DELIVER in the {@link io.lynceus.dataset.catalogue.Datasets catalogue}. */
public final class DeliverDataset implements Dataset {
    /** DELIVER's 25 classes by train id. Source: jamycheung/DELIVER, whose raw ids are one higher. */
    public static final ClassList CLASSES = new ClassList(
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

    private static final List<DatasetOption> OPTIONS = List.of(
            DatasetOption.filter("condition", "condition", "Some of cloud, fog, night, rain, sun. Default: all."),
            DatasetOption.filter(
                    "case",
                    "case",
                    "Some of normal, motionblur, overexposure, underexposure, lidarjitter, eventlowres. Default: all."),
            DatasetOption.filter("scene", "scene", "Names of scenes, such as MAP_1_point2. Default: all."));

    @Override
    public String name() {
        return "deliver";
    }

    @Override
    public HelpText help() {
        return new HelpText(
                "DELIVER: colour, HHA, event and LiDAR images, scene after scene.",
                "The folder with img, hha, event, lidar and semantic.",
                "/data/DELIVER --split val --condition fog,night");
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
    public ScoreRules scoreRules() {
        return new ScoreRules(ScoreRules.PixelGrid.SHORT_SIDE_1024, ScoreRules.AbsentClasses.ZERO);
    }

    @Override
    public Recording open(DatasetRequest request) throws IOException {
        return Deliver.open(request.folder(), request.filter(this), request.rateHz());
    }
}
