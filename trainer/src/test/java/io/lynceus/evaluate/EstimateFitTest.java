package io.lynceus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.ScoreRules;
import io.lynceus.segment.Mask;
import io.lynceus.segment.MiouEstimate;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateFitTest {
    /** Errs in a share of the rows that hangs on the set's pixels, and says so by its confidence. */
    private static final class Honest implements Segmenter {
        @Override
        public List<Mask> segment(List<SetInput> sets) {
            return sets.stream().map(Honest::mask).toList();
        }

        private static Mask mask(SetInput set) {
            int side = TwoSensors.SIDE;
            int wrong = Math.floorMod(set.frames().get(0).raster().hashCode(), 5) * side / 10;
            byte[] classes = new byte[side * side];
            for (int i = 0; i < classes.length; i++) {
                boolean right = i % side >= side / 2;
                classes[i] = (byte) (right == (i / side >= wrong) ? 1 : 0);
            }
            byte[] confidence = new byte[side * side / 16];
            Arrays.fill(confidence, (byte) (255 - 255 * wrong / side));
            return new Mask(
                    side, side, classes, confidence, new float[set.frames().size()][1], new float[0], 0, 1);
        }

        @Override
        public ModelCard card() {
            List<Double> half = List.of(0.5, 0.5, 0.5);
            return new ModelCard(
                    ModelCard.CONTRACT,
                    "honest",
                    "test",
                    TwoSensors.SIDE,
                    TwoSensors.SIDE,
                    1,
                    2,
                    List.of(
                            new ModelCard.InputModality("rgb", half, half),
                            new ModelCard.InputModality("depth", half, half)),
                    List.of(
                            new ModelCard.OutputClass("left", List.of(0, 0, 0)),
                            new ModelCard.OutputClass("right", List.of(1, 1, 1))),
                    Map.of("rgb", 0.95, "depth", 0.95, "rgb+depth", 0.95),
                    MiouEstimate.OF_TABLE,
                    Map.of(),
                    "00");
        }

        @Override
        public String provider() {
            return "test";
        }

        @Override
        public void close() {}
    }

    private static EstimateFit fit(long samples) {
        return new EstimateFit(new TwoSensors(), ScoreRules.DEFAULT, samples, TwoSensors.SIZE, 1);
    }

    @Test
    void theEstimateFollowsAConfidenceThatTellsTheTruthWhereTheTableCannot() {
        EstimateFit.Result result = fit(40).fit(new Honest(), done -> {});
        assertThat(result.error()).isLessThan(0.05);
        assertThat(result.tableError()).isGreaterThan(0.2);
        assertThat(result.estimate().confidence()).isBetween(1.0, 2.0);
        assertThat(result.masks()).isGreaterThan(200);
    }

    @Test
    void tooFewSamplesAreRefused() {
        assertThatThrownBy(() -> fit(11)).hasMessageContaining("12 samples or more, not to 11");
    }
}
