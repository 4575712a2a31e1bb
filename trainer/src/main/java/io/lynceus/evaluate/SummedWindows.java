package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.tiles.WindowGrid;
import io.lynceus.raster.RasterSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mask of a sample that is larger than a network's input: windows slide over it, the scores of all windows are summed pixel by
 * pixel, and the largest sum decides. Windows that are moved back from the border come as often as in the published evaluation.
 *
 * <p>Sums are kept for as many rows as a window has: rows above the window are decided and forgotten.
 *
 * @param size of a window
 * @param stride from one window to the next
 */
record SummedWindows(Predictor predictor, RasterSize size, int stride, int classes) {
    /** uint8 [H, W] class ids; 0 for a sample without frames. */
    byte[] mask(Sample sample) {
        int width = sample.width();
        byte[] mask = new byte[sample.height() * width];
        List<Integer> ys = new WindowGrid(size.height(), stride).starts(sample.height(), true);
        List<Integer> xs = new WindowGrid(size.width(), stride).starts(width, true);
        float[][][] sums = new float[sample.height()][][]; // [row][class][x], of the rows that windows still reach
        int decided = 0;
        for (int y : ys) {
            for (; decided < y; decided++) {
                decide(sums, decided, mask, width);
            }
            for (int row = y; row < y + size.height(); row++) {
                sums[row] = sums[row] == null ? new float[classes][width] : sums[row];
            }
            for (int x : xs) {
                add(predictor.scores(window(sample, x, y), classes), sums, x, y);
            }
        }
        for (; decided < sample.height(); decided++) {
            decide(sums, decided, mask, width);
        }
        return mask;
    }

    private void add(float[] scores, float[][][] sums, int x, int y) {
        int w = size.width();
        int h = size.height();
        for (int c = 0; c < classes; c++) {
            for (int row = 0; row < h; row++) {
                float[] sum = sums[y + row][c];
                int from = (c * h + row) * w;
                for (int i = 0; i < w; i++) {
                    sum[x + i] += scores[from + i];
                }
            }
        }
    }

    private void decide(float[][][] sums, int row, byte[] mask, int width) {
        float[][] sum = sums[row];
        for (int x = 0; x < width; x++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = sum[c][x] > sum[best][x] ? c : best;
            }
            mask[row * width + x] = (byte) best;
        }
        sums[row] = new float[0][];
    }

    private Sample window(Sample sample, int x, int y) {
        int w = size.width();
        int h = size.height();
        List<Sample.Frame> frames = new ArrayList<>();
        for (Sample.Frame frame : sample.frames()) {
            byte[] part = new byte[w * h * 3];
            for (int row = 0; row < h; row++) {
                int from = ((y + row) * sample.width() + x) * 3;
                System.arraycopy(frame.raster(), from, part, row * w * 3, w * 3);
            }
            frames.add(new Sample.Frame(frame.modality(), part));
        }
        byte[] nothing = new byte[w * h];
        Arrays.fill(nothing, (byte) ClassList.IGNORE);
        return new Sample(sample.id() + "@x" + x + "y" + y, h, w, frames, new LabelRaster(w, h, nothing));
    }
}
