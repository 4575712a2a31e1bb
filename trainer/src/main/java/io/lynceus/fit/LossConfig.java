package io.lynceus.fit;

import java.util.List;

/**
 * What the loss looks at.
 *
 * @param paths weight of each path of the network; 1 for paths beyond the list
 * @param stride looks at every so-many-th row and column only, from an offset drawn anew for each step; 1: at every pixel. At
 *     2 a step costs about half as much where the network is small
 * @param classBalance exponent b of the class weights: a class that has the share p of the labelled pixels weighs p^-b; 0: all
 *     weigh the same
 */
public record LossConfig(List<Double> paths, int stride, double classBalance) {
    /** MLE-SAM's: both paths alike, all pixels, no class weights. */
    public static final LossConfig RECIPE = new LossConfig(List.of(1.0, 1.0), 1, 0);

    public LossConfig {
        paths = List.copyOf(paths);
        if (stride < 1 || stride > 16) {
            throw new IllegalArgumentException("stride is " + stride + ", allowed is 1 to 16");
        }
        if (!(classBalance >= 0 && classBalance <= 1)) {
            throw new IllegalArgumentException("classBalance is " + classBalance + ", allowed is 0 to 1");
        }
    }

    double weight(int path) {
        return path < paths.size() ? paths.get(path) : 1;
    }
}
