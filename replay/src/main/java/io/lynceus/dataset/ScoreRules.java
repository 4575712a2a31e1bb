package io.lynceus.dataset;

/**
 * The rules by which a dataset's reference evaluation compares a mask with its label.
 *
 * @param grid the pixels on which mask and label are compared
 * @param absent how the means treat classes that occur in no label
 */
public record ScoreRules(PixelGrid grid, AbsentClasses absent) {
    /** The rules for datasets without a reference evaluation of their own. */
    public static final ScoreRules DEFAULT = new ScoreRules(PixelGrid.NATIVE, AbsentClasses.SKIP);

    /** The pixels that count. A mask is brought to them by the nearest pixel centre. */
    public enum PixelGrid {
        /** The label's own pixels. */
        NATIVE,
        /**
         * The label is resized so that its short side has 1024 pixels and both sides are multiples of 32. Each pixel takes the
         * label at {@code floor(x * oldSize / newSize)}, as torch's "nearest" does in DELIVER's reference.
         */
        SHORT_SIDE_1024,
        /** The label's own pixels, limited to the 1024 columns in the middle, as the CMNeXt family evaluates MCubeS. */
        CENTRE_1024
    }

    /** How the means treat classes that occur in no label. */
    public enum AbsentClasses {
        /** The class counts as 0 in the mean, as in DELIVER's reference. */
        ZERO,
        /** The class is left out of the mean. */
        SKIP
    }

    /** Returns the same rules on the label's own pixels. */
    public ScoreRules onNativeGrid() {
        return new ScoreRules(PixelGrid.NATIVE, absent);
    }
}
