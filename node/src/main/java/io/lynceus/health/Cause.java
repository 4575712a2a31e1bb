package io.lynceus.health;

/**
 * Why a state is what it is, for programs: the words beside it say the same to people.
 *
 * @param seen the value that was seen, in the unit that the words name; NaN if there is none
 * @param limit the value that is allowed at most or at least; NaN if there is none
 */
public record Cause(Code code, double seen, double limit) {
    /** What was found. */
    public enum Code {
        NONE,
        /** No frame came for too long, ms. */
        SILENT,
        MALFORMED,
        /** The same content as the frame before. */
        FROZEN,
        /** Share of pixels without data, or the contrast of a rendering. */
        EMPTY,
        /** Share of black pixels. */
        BLACK,
        /** Share of white pixels. */
        SATURATED,
        /** Standard deviation of grey. */
        NO_TEXTURE,
        /** Mean grey. */
        DARK,
        /** Variance of the Laplacian. */
        BLURRED,
        TOO_FEW_POINTS,
        /** Standard deviation of distance, m. */
        COLLAPSED_RANGE,
        TOO_FEW_EVENTS,
        /** Events per second. */
        EVENT_FLOOD,
        /** How far the network believes the frames, 0 to 1. */
        LOW_QUALITY,
        /** So many good or usable frames in a row. */
        GOOD_AGAIN
    }

    public static final Cause NONE = of(Code.NONE);

    /** Makes a cause without values. */
    static Cause of(Code code) {
        return new Cause(code, Double.NaN, Double.NaN);
    }
}
