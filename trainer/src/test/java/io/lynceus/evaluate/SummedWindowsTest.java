package io.lynceus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.data.Sample;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.raster.RasterSize;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SummedWindowsTest {
    private static final int WIDTH = 75;
    private static final int HEIGHT = 50;
    private static final int SIDE = 32;
    private static final int CLASSES = 4;

    /** Scores that depend on the pixel's value, on its place in the window and on the class. */
    private static float score(int value, int place, int c) {
        return (float) Math.sin(value * 0.7 + place * 0.13 + c * 2.1);
    }

    private static final class Scorer implements Predictor {
        @Override
        public List<byte[]> masks(List<Sample> samples) {
            throw new AssertionError("scores are summed, not masks");
        }

        @Override
        public float[] scores(Sample sample, int classes) {
            int pixels = sample.width() * sample.height();
            float[] scores = new float[classes * pixels];
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < pixels; i++) {
                    scores[c * pixels + i] = score(sample.frames().get(0).raster()[3 * i] & 0xFF, i, c);
                }
            }
            return scores;
        }
    }

    private static Sample sample() {
        byte[] raster = new byte[WIDTH * HEIGHT * 3];
        new SplittableRandom(1).nextBytes(raster);
        return new Sample(
                "tile",
                HEIGHT,
                WIDTH,
                List.of(new Sample.Frame(0, raster)),
                new LabelRaster(WIDTH, HEIGHT, new byte[WIDTH * HEIGHT]));
    }

    /** The published loop, to the letter, over the whole tile at once. */
    private static byte[] expected(Sample sample, int stride) {
        float[][] sums = new float[CLASSES][WIDTH * HEIGHT];
        for (int y0 = 0; y0 < HEIGHT; y0 += stride) {
            int y = Math.min(y0, HEIGHT - SIDE);
            for (int x0 = 0; x0 < WIDTH; x0 += stride) {
                int x = Math.min(x0, WIDTH - SIDE);
                for (int i = 0; i < SIDE * SIDE; i++) {
                    int at = (y + i / SIDE) * WIDTH + x + i % SIDE;
                    for (int c = 0; c < CLASSES; c++) {
                        sums[c][at] += score(sample.frames().get(0).raster()[3 * at] & 0xFF, i, c);
                    }
                }
            }
        }
        byte[] mask = new byte[WIDTH * HEIGHT];
        for (int at = 0; at < mask.length; at++) {
            for (int c = 1; c < CLASSES; c++) {
                mask[at] = sums[c][at] > sums[mask[at]][at] ? (byte) c : mask[at];
            }
        }
        return mask;
    }

    @Test
    void theScoresOfAllWindowsAreSummedAsThePublishedEvaluationDoes() {
        Sample sample = sample();
        RasterSize size = new RasterSize(SIDE, SIDE);
        for (int stride : new int[] {8, 20, SIDE}) {
            byte[] mask = new SummedWindows(new Scorer(), size, stride, CLASSES).mask(sample);
            assertThat(mask).as("stride %d", stride).isEqualTo(expected(sample, stride));
        }
        assertThat(expected(sample, 8)).isNotEqualTo(expected(sample, 20));
    }

    @Test
    void aPredictorWithoutLogitsVotes() {
        Predictor masks = samples -> List.of(new byte[] {2, 0});
        assertThat(masks.scores(sample(), 3)).containsExactly(0, 1, 0, 0, 1, 0);
    }
}
