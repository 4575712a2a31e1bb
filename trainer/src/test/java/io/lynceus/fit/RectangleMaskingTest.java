package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.data.Sample;
import io.lynceus.dataset.LabelRaster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RectangleMaskingTest {
    private static final int SIDE = 64;
    private static final int CELLS = SIDE * SIDE;

    private static Sample sample(int frames) {
        List<Sample.Frame> all = new ArrayList<>();
        for (int m = 0; m < frames; m++) {
            all.add(new Sample.Frame(m, new byte[CELLS * 3]));
        }
        return new Sample("s", SIDE, SIDE, all, new LabelRaster(SIDE, SIDE, new byte[CELLS]));
    }

    /** Blank pixels of each frame. */
    private static List<Integer> blank(float[] factors) {
        List<Integer> counts = new ArrayList<>();
        for (int frame = 0; frame < factors.length / CELLS; frame++) {
            int count = 0;
            for (int i = 0; i < CELLS; i++) {
                count += factors[frame * CELLS + i] == 0 ? 1 : 0;
            }
            counts.add(count);
        }
        return counts;
    }

    @Test
    void aQuarterOfTheSamplesLosesARectangleOfOneModalityInTurn() {
        List<Sample> batch = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            batch.add(sample(2));
        }
        for (long seed = 0; seed < 20; seed++) {
            List<Integer> blank = blank(new RectangleMasking(0.25).factors(batch, seed));
            int first = 0;
            int second = 0;
            for (int i = 0; i < 8; i++) {
                assertThat(Math.min(blank.get(2 * i), blank.get(2 * i + 1)))
                        .as("never both")
                        .isZero();
                first += blank.get(2 * i) > 0 ? 1 : 0;
                second += blank.get(2 * i + 1) > 0 ? 1 : 0;
            }
            assertThat(List.of(first, second)).containsExactly(1, 1);
            blank.stream().filter(count -> count > 0).forEach(count -> assertThat(count / (double) CELLS)
                    .isBetween(0.09, 0.32));
        }
    }

    @Test
    void aSampleWithOneFrameIsLeftAsItIs() {
        assertThat(blank(new RectangleMasking(1).factors(List.of(sample(1), sample(1)), 3)))
                .containsOnly(0);
    }

    @Test
    void aShareOfLessThanOneSampleMasksNothing() {
        assertThat(new RectangleMasking(0.25).masks(3)).isFalse();
        assertThat(new RectangleMasking(0.25).masks(4)).isTrue();
        assertThat(new RectangleMasking(0).masks(100)).isFalse();
    }
}
