package io.lynceus.command.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.ScoreRules.AbsentClasses;
import io.lynceus.evaluate.SubsetScenes;
import io.lynceus.metric.Bootstrap.Interval;
import io.lynceus.metric.SceneCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedSeedsTest {
    private static final int SCENES = 40;

    /** One class of 1000 pixels in each scene; scenes are as hard for every model, which finds {@code more} pixels more. */
    private static SubsetScenes scenes(String sensor, int more) {
        Random random = new Random(9);
        List<long[]> scenes = new ArrayList<>();
        for (int s = 0; s < SCENES; s++) {
            scenes.add(new long[] {300 + random.nextInt(400) + more, 1000, 1000});
        }
        return new SubsetScenes(Map.of(sensor, new SceneCounts(scenes, 1, AbsentClasses.SKIP)));
    }

    @Test
    void theDifferenceIsTheMeanOverTheSeedsThatBothHave() {
        PairedSeeds pairs = new PairedSeeds();
        pairs.add("first", 1, scenes("rgb", 0));
        pairs.add("second", 1, scenes("rgb", 30));
        pairs.add("first", 2, scenes("rgb", 40));
        pairs.add("second", 2, scenes("rgb", 30));
        pairs.add("second", 3, scenes("rgb", 300));
        Interval above = pairs.above("second", "first").orElseThrow();
        double one = one(30) - one(0);
        double two = one(30) - one(40);
        assertThat(above.figure()).isCloseTo((one + two) / 2, within(1e-12));
        assertThat(above.low()).isPositive();
        assertThat(pairs.names()).containsExactly("first", "second");
    }

    private static double one(int more) {
        int[] times = new int[SCENES];
        Arrays.fill(times, 1);
        return scenes("rgb", more).mean(times);
    }

    @Test
    void runsOfOtherSeedsOrOtherSensorsAreNotCompared() {
        PairedSeeds pairs = new PairedSeeds();
        pairs.add("first", 1, scenes("rgb", 0));
        pairs.add("second", 2, scenes("rgb", 30));
        pairs.add("third", 1, scenes("depth", 30));
        assertThat(pairs.above("second", "first")).isEmpty();
        assertThat(pairs.above("third", "first")).isEmpty();
    }
}
