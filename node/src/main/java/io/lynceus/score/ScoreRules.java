package io.lynceus.score;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.ConfusionMatrix;
import io.lynceus.dataset.LabelRaster;

/**
 * Where a mask and its label are compared, and what the means count.
 *
 * @param grid of the comparison
 * @param absent what becomes of classes that no label has
 */
public record ScoreRules(Grid grid, Scores.Absent absent) {
    /** The pixels that count. Masks come to them by the nearest pixel centre. */
    public enum Grid {
        /** The label's own pixels. */
        NATIVE,
        /**
         * The label shrunk so that its short side has 1024 pixels and both are multiples of 32, by the pixel at {@code
         * floor(x * own / new)}: what torch's "nearest" does in DELIVER's reference.
         */
        SHORT_SIDE_1024,
        /** The label's own pixels, but no more than the 1024 columns in the middle: MCubeS in the CMNeXt family. */
        CENTRE_1024
    }

    private static final int SIDE = 1024;
    private static final int MULTIPLE = 32;

    /** What a dataset's reference does; {@code deliver}, {@code muses}, {@code mcubes}, or one that has none. */
    public static ScoreRules ofReference(String dataset) {
        return switch (dataset) {
            case "deliver" -> new ScoreRules(Grid.SHORT_SIDE_1024, Scores.Absent.ZERO);
            case "mcubes" -> new ScoreRules(Grid.CENTRE_1024, Scores.Absent.ZERO);
            default -> new ScoreRules(Grid.NATIVE, Scores.Absent.SKIP);
        };
    }

    /** The same, on the label's own pixels. */
    public ScoreRules onNativeGrid() {
        return new ScoreRules(Grid.NATIVE, absent);
    }

    /**
     * One image.
     *
     * @param mask uint8 [maskHeight * maskWidth], class ids
     * @throws IllegalArgumentException for a class id beyond the list
     */
    public ConfusionMatrix compare(LabelRaster label, byte[] mask, int maskWidth, int maskHeight, int classes) {
        LabelRaster judged = grid == Grid.SHORT_SIDE_1024 ? shrunk(label) : label;
        byte[] truth = judged.classIds();
        if (grid == Grid.CENTRE_1024) {
            truth = truth.clone();
            ignoreMargins(truth, judged.width());
        }
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        matrix.add(truth, spread(mask, maskWidth, maskHeight, judged.width(), judged.height()));
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

    private static byte[] spread(byte[] mask, int maskWidth, int maskHeight, int width, int height) {
        if (maskWidth == width && maskHeight == height) {
            return mask;
        }
        byte[] spread = new byte[width * height];
        for (int y = 0; y < height; y++) {
            int row = centre(y, height, maskHeight) * maskWidth;
            for (int x = 0; x < width; x++) {
                spread[y * width + x] = mask[row + centre(x, width, maskWidth)];
            }
        }
        return spread;
    }

    /** The source pixel that a target pixel's centre lies in. */
    private static int centre(int at, int size, int sourceSize) {
        return (int) ((2L * at + 1) * sourceSize / (2L * size));
    }
}
