package io.lynceus.metric;

import io.lynceus.dataset.ScoreRules.AbsentClasses;
import java.util.ArrayList;
import java.util.List;

/**
 * What is needed of each scene to compute the mIoU of any choice of scenes.
 *
 * @param scenes one for each scene: for each class the pixels found, labelled and predicted
 * @param classes their number
 * @param absent how classes in no label count
 */
public record SceneCounts(List<long[]> scenes, int classes, AbsentClasses absent) {
    private static final int FIGURES = 3;

    public SceneCounts {
        scenes = List.copyOf(scenes);
        for (long[] scene : scenes) {
            if (scene.length != FIGURES * classes) {
                throw new IllegalArgumentException(
                        "a scene has " + scene.length + " figures, " + classes + " classes need " + FIGURES * classes);
            }
        }
    }

    /** Takes the matrix of each scene. */
    public static SceneCounts of(List<ConfusionMatrix> matrices, int classes, AbsentClasses absent) {
        List<long[]> scenes = new ArrayList<>();
        for (ConfusionMatrix matrix : matrices) {
            long[] scene = new long[FIGURES * classes];
            for (int c = 0; c < classes; c++) {
                scene[FIGURES * c] = matrix.count(c, c);
                scene[FIGURES * c + 1] = matrix.labelled(c);
                scene[FIGURES * c + 2] = matrix.predicted(c);
            }
            scenes.add(scene);
        }
        return new SceneCounts(scenes, classes, absent);
    }

    /** Returns the mIoU, a fraction, of the scenes taken so many times each; NaN without a labelled pixel. */
    public double miou(int[] times) {
        long[] sum = sum(times);
        double total = 0;
        int counted = 0;
        for (int c = 0; c < classes; c++) {
            double iou = iou(sum, c);
            if (!Double.isNaN(iou)) {
                total += iou;
                counted++;
            }
        }
        return counted == 0 ? Double.NaN : total / counted;
    }

    /** Returns the intersection over union of one class likewise; NaN for a class that does not count. */
    public double iou(int c, int[] times) {
        return iou(sum(times), c);
    }

    private double iou(long[] sum, int c) {
        long hits = sum[FIGURES * c];
        long labelled = sum[FIGURES * c + 1];
        if (labelled > 0) {
            return (double) hits / (labelled + sum[FIGURES * c + 2] - hits);
        }
        return absent == AbsentClasses.ZERO ? 0 : Double.NaN;
    }

    private long[] sum(int[] times) {
        long[] sum = new long[FIGURES * classes];
        for (int s = 0; s < times.length; s++) {
            if (times[s] > 0) {
                long[] scene = scenes.get(s);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += times[s] * scene[i];
                }
            }
        }
        return sum;
    }
}
