package io.lynceus.segment;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Finds the class of every pixel from logits on a coarser grid: bilinear resizing and arg-max in one pass, without the resized
 * logits. The classes are those of the graph's own Resize and ArgMax, bit for bit, because the arithmetic is the same.
 *
 * <p>Rounding never turns an order around: where one class leads clearly at the four corners of a cell, it leads in the whole cell.
 * Only the pixels of the other cells are interpolated, and only for the classes that can lead there.
 *
 * <p>Thread safety: one thread. Nothing is allocated after the constructor.
 */
final class PixelClasses {
    /** More than the relative error of a weighted sum of four: two values that are further apart than this stay in order. */
    private static final float ROUNDING = 0x1p-20f;

    private final int classes;
    private final Axis down;
    private final Axis across;
    private Row upper;
    private Row lower;

    /** The largest logit so far of each pixel of the cell that is interpolated. */
    private final float[] leading;

    /**
     * @param classes K
     * @param height rows of the grid
     * @param width columns of the grid
     * @param scale pixels for each cell of the grid, in each direction
     */
    PixelClasses(int classes, int height, int width, int scale) {
        this.classes = classes;
        this.down = new Axis(height, scale);
        this.across = new Axis(width, scale);
        this.upper = new Row();
        this.lower = new Row();
        this.leading = new float[2 * scale * 2 * scale];
    }

    /**
     * Finds the classes of a model's logits.
     *
     * @param scale pixels for each cell of the logits' grid, in each direction
     */
    static PixelClasses of(ModelCard card, int scale) {
        return new PixelClasses(card.classes().size(), card.height() / scale, card.width() / scale, scale);
    }

    /** Positions and weights along one axis of the image. */
    private static final class Axis {
        final int grid;
        /** Where the pixels of each cell begin; they end where the next cell begins. */
        final int[] begin;
        /** Weights of the cell's first and second corner, for each pixel. */
        final float[] first;

        final float[] second;

        Axis(int grid, int scale) {
            this.grid = grid;
            this.begin = new int[grid + 1];
            this.first = new float[grid * scale];
            this.second = new float[grid * scale];
            Arrays.fill(begin, grid * scale);
            for (int pixel = grid * scale - 1; pixel >= 0; pixel--) {
                float place = Math.max(0, Math.min((pixel + 0.5f) / scale - 0.5f, grid - 1));
                int cell = (int) place;
                begin[cell] = pixel;
                boolean last = cell == grid - 1;
                first[pixel] = last ? 0.5f : Math.abs(place - (cell + 1));
                second[pixel] = last ? 0.5f : Math.abs(place - cell);
            }
        }

        int next(int cell) {
            return Math.min(cell + 1, grid - 1);
        }

        int size() {
            return first.length;
        }
    }

    /** A row of the grid. */
    private final class Row {
        /** Logits [K, w]. */
        final float[] logits = new float[classes * across.grid];
        /** The class with the largest logit, for each place; the first of equals. */
        final int[] leader = new int[across.grid];
        /** Whether the leader is clearly ahead of all others. */
        final boolean[] clear = new boolean[across.grid];

        private final float[] best = new float[across.grid];
        private final float[] runnerUp = new float[across.grid];

        /** @param from index of the set's first logit */
        void read(FloatBuffer source, int from, int row) {
            int w = across.grid;
            for (int k = 0; k < classes; k++) {
                source.get(from + (k * down.grid + row) * w, logits, k * w, w);
            }
            System.arraycopy(logits, 0, best, 0, w);
            Arrays.fill(leader, 0);
            Arrays.fill(runnerUp, Float.NEGATIVE_INFINITY);
            for (int k = 1; k < classes; k++) {
                rank(k);
            }
            for (int x = 0; x < w; x++) {
                clear[x] = isClearlyAbove(best[x], runnerUp[x]);
            }
        }

        private void rank(int k) {
            int from = k * across.grid;
            for (int x = 0; x < across.grid; x++) {
                float value = logits[from + x];
                if (value > best[x]) {
                    runnerUp[x] = best[x];
                    best[x] = value;
                    leader[x] = k;
                } else if (value > runnerUp[x]) {
                    runnerUp[x] = value;
                }
            }
        }
    }

    /**
     * Finds the classes of one set.
     *
     * @param logits float32 [B, K, h, w]; its position does not matter
     * @param set index of the set in it
     * @param into uint8 [h × scale, w × scale], written completely
     */
    void find(FloatBuffer logits, int set, byte[] into) {
        int from = set * classes * down.grid * across.grid;
        lower.read(logits, from, 0);
        for (int row = 0; row < down.grid; row++) {
            Row done = upper;
            upper = lower;
            lower = done;
            lower.read(logits, from, down.next(row));
            findBetween(row, into);
        }
    }

    private void findBetween(int row, byte[] into) {
        int cell = 0;
        while (cell < across.grid) {
            int end = cell;
            while (end < across.grid && isUniform(end) && upper.leader[end] == upper.leader[cell]) {
                end++;
            }
            if (end > cell) {
                fill(row, cell, end, (byte) upper.leader[cell], into);
                cell = end;
            } else {
                interpolate(row, cell, into);
                cell++;
            }
        }
    }

    /** Returns true if one class has the whole cell. */
    private boolean isUniform(int cell) {
        int next = across.next(cell);
        int leader = upper.leader[cell];
        return upper.leader[next] == leader
                && lower.leader[cell] == leader
                && lower.leader[next] == leader
                && upper.clear[cell]
                && upper.clear[next]
                && lower.clear[cell]
                && lower.clear[next];
    }

    private void fill(int row, int cell, int end, byte leader, byte[] into) {
        for (int y = down.begin[row]; y < down.begin[row + 1]; y++) {
            int start = y * across.size();
            Arrays.fill(into, start + across.begin[cell], start + across.begin[end], leader);
        }
    }

    /** Interpolates the classes that lead at a corner, and then those that may be ahead of these somewhere in the cell. */
    private void interpolate(int row, int cell, byte[] into) {
        int next = across.next(cell);
        Arrays.fill(leading, 0, pixels(row, cell), Float.NEGATIVE_INFINITY);
        fill(row, cell, cell + 1, (byte) 0, into);
        int a = upper.leader[cell];
        int b = upper.leader[next];
        int c = lower.leader[cell];
        int d = lower.leader[next];
        interpolate(row, cell, a, into);
        if (b != a) {
            interpolate(row, cell, b, into);
        }
        if (c != a && c != b) {
            interpolate(row, cell, c, into);
        }
        if (d != a && d != b && d != c) {
            interpolate(row, cell, d, into);
        }
        float least = Float.POSITIVE_INFINITY;
        for (int pixel = pixels(row, cell) - 1; pixel >= 0; pixel--) {
            least = Math.min(least, leading[pixel]);
        }
        for (int k = 0, at = cell; k < classes; k++, at += across.grid) {
            int beside = at - cell + next;
            boolean mayLead = !isClearlyAbove(least, upper.logits[at])
                    || !isClearlyAbove(least, upper.logits[beside])
                    || !isClearlyAbove(least, lower.logits[at])
                    || !isClearlyAbove(least, lower.logits[beside]);
            if (mayLead && k != a && k != b && k != c && k != d) {
                interpolate(row, cell, k, into);
            }
        }
    }

    private int pixels(int row, int cell) {
        return (down.begin[row + 1] - down.begin[row]) * (across.begin[cell + 1] - across.begin[cell]);
    }

    /** Gives the class those pixels of the cell where its logit is larger than before, or the same and the class comes first. */
    private void interpolate(int row, int cell, int k, byte[] into) {
        int here = k * across.grid + cell;
        int there = k * across.grid + across.next(cell);
        float upperFirst = upper.logits[here];
        float upperSecond = upper.logits[there];
        float lowerFirst = lower.logits[here];
        float lowerSecond = lower.logits[there];
        int pixel = 0;
        for (int y = down.begin[row]; y < down.begin[row + 1]; y++) {
            float above = down.first[y];
            float below = down.second[y];
            for (int x = across.begin[cell]; x < across.begin[cell + 1]; x++) {
                float left = across.first[x];
                float right = across.second[x];
                // The order of these operations is that of ONNX Runtime, on which the last bit depends.
                float value = left * above * upperFirst
                        + right * above * upperSecond
                        + left * below * lowerFirst
                        + right * below * lowerSecond;
                int at = y * across.size() + x;
                if (value > leading[pixel] || value == leading[pixel] && k < Byte.toUnsignedInt(into[at])) {
                    leading[pixel] = value;
                    into[at] = (byte) k;
                }
                pixel++;
            }
        }
    }

    /** Returns true if a weighted mean of larger values cannot round to one of smaller values, or below it. */
    private static boolean isClearlyAbove(float larger, float smaller) {
        return larger - smaller > ROUNDING * (Math.abs(larger) + Math.abs(smaller)) + Float.MIN_NORMAL;
    }
}
