package io.lynceus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.fault.Faults;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.ConfusionMatrix;
import io.lynceus.score.Protocol;
import io.lynceus.score.Variant;
import io.lynceus.wire.Modality;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What reaches a predictor in the runs of a robustness protocol. */
class EvaluationTest {
    private static final int SIDE = 64;

    /** Two modalities, all pixels 100 and 200; the label is class 1. */
    private static class Grey implements SampleSource {
        @Override
        public List<Modality> modalities() {
            return List.of(Modality.RGB, Modality.DEPTH);
        }

        @Override
        public ClassList classes() {
            return DeliverDataset.CLASSES;
        }

        @Override
        public long size() {
            return 2;
        }

        @Override
        public Sample sample(long index) {
            byte[] label = new byte[SIDE * SIDE];
            Arrays.fill(label, (byte) 1);
            LabelRaster one = new LabelRaster(SIDE, SIDE, label);
            return new Sample("grey/" + index, SIDE, SIDE, List.of(frame(0, 100), frame(1, 200)), one);
        }

        @Override
        public Sample sample(long index, RasterSize size) {
            assertThat(size).isEqualTo(new RasterSize(SIDE, SIDE));
            return sample(index);
        }

        private static Sample.Frame frame(int modality, int grey) {
            byte[] raster = new byte[SIDE * SIDE * 3];
            Arrays.fill(raster, (byte) grey);
            return new Sample.Frame(modality, raster);
        }
    }

    /** Class 1 for each pixel whose first modality has its red value, else class 0; 0 everywhere if it is left out. */
    private static List<byte[]> redIsWhole(List<Sample> samples) {
        return samples.stream()
                .map(sample -> {
                    byte[] mask = new byte[SIDE * SIDE];
                    for (Sample.Frame frame : sample.frames()) {
                        for (int i = 0; i < mask.length && frame.modality() == 0; i++) {
                            mask[i] = (byte) (frame.raster()[3 * i] == 100 ? 1 : 0);
                        }
                    }
                    return mask;
                })
                .toList();
    }

    private static Map<String, Double> accuracies(Protocol protocol) {
        Map<Variant, ConfusionMatrix> matrices = new Evaluation(
                        new Grey(), ScoreRules.DEFAULT, 10, new RasterSize(SIDE, SIDE))
                .variants(EvaluationTest::redIsWhole, protocol, Faults::ofImages, 1, done -> {});
        Map<String, Double> accuracies = new HashMap<>();
        matrices.forEach((variant, matrix) -> accuracies.put(variant.name(), matrix.accuracy()));
        return accuracies;
    }

    @Test
    void aMissingModalityIsBlackInEmmAndLeftOutOfSubsets() {
        assertThat(accuracies(Protocol.EMM)).isEqualTo(Map.of("whole", 1.0, "emm:rgb", 0.0, "emm:depth", 1.0));
        assertThat(accuracies(Protocol.SUBSETS))
                .isEqualTo(Map.of("whole", 1.0, "without:rgb", 0.0, "without:depth", 1.0));
    }

    @Test
    void aRandomlyMissingModalityLosesThatShareOfItsElements() {
        Map<String, Double> accuracies = accuracies(Protocol.RMM);
        assertThat(accuracies).hasSize(7);
        assertThat(accuracies.get("rmm0.25:rgb")).isBetween(0.73, 0.77);
        assertThat(accuracies.get("rmm0.75:rgb")).isBetween(0.23, 0.27);
        assertThat(accuracies.get("rmm0.5:depth")).isEqualTo(1);
    }

    @Test
    void noiseIsInAllModalitiesAndTheSameForTheSameSeed() {
        Map<String, Double> accuracies = accuracies(Protocol.NM);
        assertThat(accuracies.get("nm:high")).isBetween(0.0, 0.2);
        assertThat(accuracies(Protocol.NM)).isEqualTo(accuracies);
    }

    @Test
    void aSampleThatHasNoneOfASubsetsFramesIsNotJudgedInIt() {
        SampleSource lacking = new Grey() {
            @Override
            public Sample sample(long index) {
                Sample whole = super.sample(index);
                return whole.withFrames(whole.frames().subList(0, index == 0 ? 1 : 2));
            }
        };
        Map<String, ConfusionMatrix> subsets = new Evaluation(
                        lacking, ScoreRules.DEFAULT, 10, new RasterSize(SIDE, SIDE))
                .subsets(EvaluationTest::redIsWhole, done -> {});
        assertThat(subsets.keySet()).containsExactly("rgb", "depth", "rgb+depth");
        assertThat(subsets.get("depth").labelled(1)).isEqualTo(SIDE * SIDE);
        assertThat(subsets.get("rgb+depth").labelled(1)).isEqualTo(2 * SIDE * SIDE);
    }

    @Test
    void classesWithoutLabelsAreZeroInDeliversMeanAndLeftOutOfOthers() {
        Map<ScoreRules, Double> expected =
                Map.of(new DeliverDataset().scoreRules(), 1.0 / DeliverDataset.CLASSES.size(), ScoreRules.DEFAULT, 1.0);
        for (Map.Entry<ScoreRules, Double> one : expected.entrySet()) {
            Evaluation evaluation = new Evaluation(new Grey(), one.getKey(), 1, new RasterSize(SIDE, SIDE));
            ConfusionMatrix matrix = evaluation.full(EvaluationTest::redIsWhole);
            assertThat(evaluation.scores(matrix).miou())
                    .as(one.getKey().toString())
                    .isEqualTo(one.getValue());
        }
    }
}
