package io.lynceus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.data.Sample;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.metric.Bootstrap;
import io.lynceus.metric.Bootstrap.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two models over the same scenes. */
class SubsetScenesTest {
    private static final int SCENES = 12;

    /** Masks with so many wrong rows more in scenes that are hard, the same for all models, and {@code wrong} in all. */
    private static Predictor model(int wrong) {
        return samples -> samples.stream().map(sample -> mask(sample, wrong)).toList();
    }

    private static byte[] mask(Sample sample, int wrong) {
        byte[] mask = sample.label().classIds().clone();
        int hard = new Random(sample.id().hashCode()).nextInt(30);
        int withoutCamera = sample.frames().get(0).modality() == 0 ? 0 : 10;
        for (int i = 0; i < (hard + wrong + withoutCamera) * TwoSensors.SIDE; i++) {
            mask[i] = (byte) (1 - mask[i]);
        }
        return mask;
    }

    private static Evaluation evaluation(int scenes) {
        return new Evaluation(new TwoSensors(), ScoreRules.DEFAULT, scenes, TwoSensors.SIZE);
    }

    @Test
    void aModelThatIsALittleBetterInEverySceneIsAboveTheOtherWithCertainty() {
        SubsetScenes better = evaluation(SCENES).subsetScenes(model(0), done -> {});
        SubsetScenes worse = evaluation(SCENES).subsetScenes(model(1), done -> {});
        Interval above = better.above(worse, Bootstrap.USUAL);
        assertThat(above.low()).isPositive();
        Interval own = better.mean(Bootstrap.USUAL);
        assertThat(own.low()).isLessThan(worse.mean(Bootstrap.USUAL).high());
        assertThat(above.figure())
                .isCloseTo(own.figure() - worse.mean(Bootstrap.USUAL).figure(), within(1e-12));
        assertThat(worse.above(better, Bootstrap.USUAL).high()).isNegative();
        assertThat(better.fullAbove(worse, Bootstrap.USUAL).low()).isPositive();
    }

    @Test
    void theMeanIsThatOfTheSubsetsFiguresAndTheFullSetIsOneOfThem() {
        SubsetScenes scenes = evaluation(SCENES).subsetScenes(model(3), done -> {});
        int[] once = new int[SCENES];
        Arrays.fill(once, 1);
        double sum = 0;
        for (var subset : evaluation(SCENES).subsets(model(3), done -> {}).entrySet()) {
            double miou = evaluation(SCENES).scores(subset.getValue()).miou();
            assertThat(scenes.subsets().get(subset.getKey()).miou(once)).isCloseTo(miou, within(1e-12));
            sum += miou / 3;
        }
        assertThat(scenes.mean(once)).isCloseTo(sum, within(1e-12));
        assertThat(List.copyOf(scenes.subsets().keySet())).containsExactly("rgb", "depth", "rgb+depth");
        assertThat(scenes.full(once))
                .isEqualTo(scenes.subsets().get("rgb+depth").miou(once));
    }

    @Test
    void modelsOverOtherScenesAreNotCompared() {
        SubsetScenes some = evaluation(3).subsetScenes(model(0), done -> {});
        SubsetScenes more = evaluation(4).subsetScenes(model(0), done -> {});
        assertThatThrownBy(() -> some.above(more, Bootstrap.USUAL))
                .hasMessageContaining("3")
                .hasMessageContaining("4");
    }
}
