package io.lynceus.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.ScoreRules.AbsentClasses;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.metric.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final int SCENES = 60;

    /** Scenes of which some are easy and some are hard; the better model finds two pixels in a hundred more in each. */
    private static SceneCounts model(int more) {
        Random random = new Random(3);
        List<long[]> scenes = new ArrayList<>();
        for (int s = 0; s < SCENES; s++) {
            long found = 200 + random.nextInt(600) + more;
            scenes.add(new long[] {found, 1000, 1000, found, 1000, 1000});
        }
        return new SceneCounts(scenes, 2, AbsentClasses.SKIP);
    }

    @Test
    void aSmallGainInEveryScenesIsCertainInPairsAndLostBetweenTheIntervalsOfEach() {
        SceneCounts better = model(20);
        SceneCounts worse = model(0);
        Interval one = Bootstrap.USUAL.interval(SCENES, better::miou);
        Interval other = Bootstrap.USUAL.interval(SCENES, worse::miou);
        assertThat(one.low()).as("the intervals overlap").isLessThan(other.high());
        Interval pair = Bootstrap.USUAL.interval(SCENES, times -> better.miou(times) - worse.miou(times));
        assertThat(pair.figure()).isCloseTo(one.figure() - other.figure(), within(1e-12));
        assertThat(pair.low()).isPositive();
        assertThat(pair.high() - pair.low()).isLessThan((one.high() - one.low()) / 10);
    }

    @Test
    void theIntervalOfAMeanIsAboutTwoStandardErrorsToEachSide() {
        Random random = new Random(5);
        double[] values = random.doubles(400).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double error = Math.sqrt(1.0 / 12 / values.length);
        Interval interval = new Bootstrap(4000, 2).interval(values.length, times -> {
            double sum = 0;
            for (int i = 0; i < times.length; i++) {
                sum += times[i] * values[i];
            }
            return sum / values.length;
        });
        assertThat(interval.figure()).isCloseTo(mean, within(1e-12));
        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.25 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.25 * error));
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        SceneCounts model = model(0);
        assertThat(new Bootstrap(50, 7).interval(SCENES, model::miou))
                .isEqualTo(new Bootstrap(50, 7).interval(SCENES, model::miou))
                .isNotEqualTo(new Bootstrap(50, 8).interval(SCENES, model::miou));
    }

    @Test
    void scenesCountAsTheirSummedMatrixDoes() {
        Random random = new Random(1);
        List<ConfusionMatrix> matrices = new ArrayList<>();
        ConfusionMatrix sum = new ConfusionMatrix(4);
        int[] times = {1, 0, 2, 3};
        for (int count : times) {
            ConfusionMatrix one = new ConfusionMatrix(4);
            for (int i = 0; i < 30; i++) {
                one.add(random.nextInt(3), random.nextInt(4), random.nextInt(50)); // class 3 is in no label
            }
            matrices.add(one);
            for (int i = 0; i < count; i++) {
                sum.add(one);
            }
        }
        ClassList classes = new ClassList(
                "four",
                List.of(
                        new SegmentClass("a", 0),
                        new SegmentClass("b", 1),
                        new SegmentClass("c", 2),
                        new SegmentClass("d", 3)));
        for (AbsentClasses absent : AbsentClasses.values()) {
            assertThat(SceneCounts.of(matrices, 4, absent).miou(times))
                    .isCloseTo(Scores.of(sum, classes, absent).miou(), within(1e-12));
        }
    }
}
