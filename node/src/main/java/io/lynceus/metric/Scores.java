package io.lynceus.metric;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.ScoreRules.AbsentClasses;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * The figures of a confusion matrix; all are fractions.
 *
 * @param miou mean intersection over union
 * @param macc mean share of each class's pixels that were found
 * @param f1 mean of 2 TP / (2 TP + FP + FN)
 * @param perClass intersection over union by class name; NaN for a class that does not count
 */
public record Scores(double miou, double macc, double f1, Map<String, Double> perClass) {
    public static Scores of(ConfusionMatrix matrix, ClassList classes, AbsentClasses absent) {
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            perClass.put(classes.nameOf(c), value(matrix, c, matrix::iou, absent));
        }
        return new Scores(
                mean(matrix, matrix::iou, absent),
                mean(matrix, matrix::recall, absent),
                mean(matrix, matrix::f1, absent),
                perClass);
    }

    private static double mean(ConfusionMatrix matrix, IntToDoubleFunction figure, AbsentClasses absent) {
        double sum = 0;
        int counted = 0;
        for (int c = 0; c < matrix.classes(); c++) {
            double value = value(matrix, c, figure, absent);
            if (!Double.isNaN(value)) {
                sum += value;
                counted++;
            }
        }
        return counted == 0 ? Double.NaN : sum / counted;
    }

    private static double value(ConfusionMatrix matrix, int c, IntToDoubleFunction figure, AbsentClasses absent) {
        if (matrix.labelled(c) > 0) {
            return figure.applyAsDouble(c);
        }
        return switch (absent) {
            case ZERO -> 0;
            case SKIP -> Double.NaN;
        };
    }
}
