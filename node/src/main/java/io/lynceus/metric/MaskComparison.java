package io.lynceus.metric;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.ScoreRules;

/** Compares masks with labels on the pixels that a dataset's {@link ScoreRules} choose. */
public final class MaskComparison {
    private static final int SIDE = 1024;
    private static final int MULTIPLE = 32;

    private MaskComparison() {}

    /**
     * Counts the pixels of one image.
     *
     * @param mask uint8 [maskHeight * maskWidth], class ids
     * @throws IllegalArgumentException for a class id beyond the list
     */
    public static ConfusionMatrix compare(
            ScoreRules rules, LabelRaster label, byte[] mask, int maskWidth, int maskHeight, int classes) {
        LabelRaster judged = rules.grid() == ScoreRules.PixelGrid.SHORT_SIDE_1024 ? shrunk(label) : label;
        byte[] truth = judged.classIds();
        if (rules.grid() == ScoreRules.PixelGrid.CENTRE_1024) {
            truth = truth.clone();
            ignoreMargins(truth, judged.width());
        }
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        matrix.add(
                truth,
                new LabelRaster(maskWidth, maskHeight, mask)
                        .resized(judged.width(), judged.height())
                        .classIds());
        return matrix;
    }

    private static LabelRaster shrunk(LabelRaster label) {
        int shortSide = Math.min(label.width(), label.height());
        int width = upToMultiple((int) Math.round((double) label.width() * SIDE / shortSide));
        int height = upToMultiple((int) Math.round((double) label.height() * SIDE / shortSide));
        byte[] ids = new byte[width * height];
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * label.height() / height) * label.width();
            for (int x = 0; x < width; x++) {
                ids[y * width + x] = label.classIds()[row + (int) ((long) x * label.width() / width)];
            }
        }
        return new LabelRaster(width, height, ids);
    }

    private static int upToMultiple(int side) {
        return (side + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    }

    private static void ignoreMargins(byte[] ids, int width) {
        int left = Math.max(0, (width - SIDE) / 2);
        int right = Math.min(width, left + SIDE);
        for (int i = 0; i < ids.length; i++) {
            if (i % width < left || i % width >= right) {
                ids[i] = (byte) ClassList.IGNORE;
            }
        }
    }
}
