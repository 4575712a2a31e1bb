package io.lynceus.command.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.ScoreRules.AbsentClasses;
import io.lynceus.evaluate.SubsetScenes;
import io.lynceus.metric.Bootstrap.Interval;
import io.lynceus.metric.SceneCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

    @Test
    void aModelIsSoManyTimesAnother() {
        PairedSeeds pairs = new PairedSeeds();
        pairs.add("first", 1, scenes("rgb", 0));
        pairs.add("second", 1, scenes("rgb", 100));
        Interval times = pairs.times("second", "first").orElseThrow();
        assertThat(times.figure()).isCloseTo(one(100) / one(0), within(1e-12));
        assertThat(times.low()).isBetween(1.0, times.figure());
        assertThat(times.high()).isGreaterThan(times.figure());
    }

    @Test
    void aModelIsComparedWithASpecialistByTheSensorsThatBothHave() {
        Map<String, SceneCounts> both = new LinkedHashMap<>();
        both.put("rgb", scenes("rgb", 20).subsets().get("rgb"));
        both.put("rgb+depth", scenes("rgb", 200).subsets().get("rgb"));
        PairedSeeds pairs = new PairedSeeds();
        pairs.add("fused", 1, new SubsetScenes(both));
        pairs.add("rgb-alone", 1, scenes("rgb", 50));
        pairs.add("lidar-alone", 1, scenes("lidar", 50));
        Interval share = pairs.shareOf("rgb-alone", "fused").orElseThrow();
        assertThat(share.figure()).isCloseTo(one(20) / one(50), within(1e-12));
        assertThat(share.high()).isLessThan(1);
        assertThat(pairs.shareOf("lidar-alone", "fused")).isEmpty();
        assertThat(pairs.shareOf("fused", "rgb-alone")).isEmpty();
        assertThat(pairs.shareOf("fused", "fused")).isEmpty();
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
