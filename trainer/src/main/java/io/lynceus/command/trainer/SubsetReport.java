package io.lynceus.command.trainer;

import io.lynceus.dataset.ClassList;
import io.lynceus.evaluate.SubsetScenes;
import io.lynceus.metric.Bootstrap;
import io.lynceus.metric.Bootstrap.Interval;
import io.lynceus.metric.SceneCounts;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a model with every subset of the sensors. */
record SubsetReport(SubsetScenes scenes, ClassList classes) {
    /** Returns the figures, and those of the comparison with another model if there is one. */
    Map<String, Object> json(@Nullable SubsetScenes other) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("miou", scenes.full(once()));
        report.put("perClass", perClass());
        report.put("subsets", subsets());
        Interval mean = scenes.mean(Bootstrap.USUAL);
        report.put("subsetsMean", mean.figure());
        report.put("subsetsMeanRange", List.of(mean.low(), mean.high()));
        if (other != null) {
            report.put("above", interval(scenes.above(other, Bootstrap.USUAL)));
            report.put("fullAbove", interval(scenes.fullAbove(other, Bootstrap.USUAL)));
        }
        return report;
    }

    void print(@Nullable SubsetScenes other, PrintWriter out) {
        subsets().forEach((names, miou) -> out.printf(Locale.ROOT, "mIoU %.4f  %s%n", miou, names));
        perClass().forEach((name, iou) -> out.printf(Locale.ROOT, "IoU  %.4f  %s%n", iou, name));
        print("mean of the subsets", "%.4f, 95 %% of draws %.4f to %.4f", scenes.mean(Bootstrap.USUAL), out);
        if (other != null) {
            String above = "%+.4f, 95 %% of draws %+.4f to %+.4f";
            print("mean of the subsets, above the other", above, scenes.above(other, Bootstrap.USUAL), out);
            print("all sensors, above the other", above, scenes.fullAbove(other, Bootstrap.USUAL), out);
        }
    }

    private static void print(String what, String format, Interval interval, PrintWriter out) {
        out.printf(Locale.ROOT, what + ": " + format + "%n", interval.figure(), interval.low(), interval.high());
    }

    private static Map<String, Object> interval(Interval interval) {
        return Map.of("difference", interval.figure(), "range", List.of(interval.low(), interval.high()));
    }

    private Map<String, Double> subsets() {
        Map<String, Double> subsets = new LinkedHashMap<>();
        scenes.subsets().forEach((names, counts) -> subsets.put(names, counts.miou(once())));
        return subsets;
    }

    /** Returns the IoU of each class that counts, with all sensors. */
    private Map<String, Double> perClass() {
        SceneCounts full =
                List.copyOf(scenes.subsets().values()).get(scenes.subsets().size() - 1);
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            double iou = full.iou(c, once());
            if (!Double.isNaN(iou)) {
                perClass.put(classes.nameOf(c), iou);
            }
        }
        return perClass;
    }

    private int[] once() {
        int[] times = new int[scenes.scenes()];
        Arrays.fill(times, 1);
        return times;
    }
}
