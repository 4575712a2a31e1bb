package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.health.HealthConfig;
import io.lynceus.health.HealthMonitor;
import io.lynceus.health.SensorState;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.raster.ContentStatistics.ImageStatistics;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The way of the frames' quality back to the health monitor. */
class BeliefsTest {
    private static final int SETS = 40;

    private static HealthMonitor monitor() {
        HealthConfig d = HealthConfig.DEFAULTS;
        return new HealthMonitor(
                List.of(new HealthMonitor.Watched("rgb", Modality.RGB, Duration.ofMillis(100))),
                new HealthConfig(
                        d.silentPeriods(),
                        d.badFrames(),
                        d.goodFrames(),
                        d.relapse(),
                        d.leaveOutEmpty(),
                        d.image(),
                        d.depth(),
                        d.points(),
                        d.events(),
                        new HealthConfig.Quality(0.3, 0.5)));
    }

    /** Returns the state at each set. A finished mask may wait for the next set to begin, but not for the one after that. */
    private static List<SensorState> states(SplittableRandom load) {
        HealthMonitor monitor = monitor();
        Beliefs beliefs = new Beliefs(monitor);
        List<SensorState> states = new ArrayList<>();
        boolean owed = false;
        for (int set = 0; set < SETS; set++) {
            beliefs.begin();
            monitor.observed("rgb", Stamp.ofMillis(100L * set), new ImageStatistics(100, 50, 0, 0, 500, set));
            states.add(monitor.state("rgb"));
            if (owed) {
                beliefs.finish(mask(set - 1));
            }
            owed = load.nextBoolean();
            if (!owed) {
                beliefs.finish(mask(set));
            }
        }
        return states;
    }

    private static Segmentation mask(int set) {
        float quality = set < 10 || set >= 25 ? 0.9f : 0.1f;
        return Segmentation.newBuilder()
                .addContributions(Contribution.newBuilder().setSensor("rgb").setQuality(quality))
                .addContributions(Contribution.newBuilder().setSensor("no quality"))
                .build();
    }

    @Property(tries = 50)
    void aNewOwnerGoesOnWithTheQualitiesThatHaveNotCountedYet(@ForAll @IntRange(min = 1, max = SETS - 1) int cut) {
        HealthMonitor monitor = monitor();
        Beliefs beliefs = new Beliefs(monitor);
        List<SensorState> states = new ArrayList<>();
        for (int set = 0; set < SETS; set++) {
            if (set == cut) {
                HealthMonitor next = monitor();
                next.restore(monitor.snapshot());
                List<SortedMap<String, Float>> last = beliefs.last();
                monitor = next;
                beliefs = new Beliefs(monitor);
                beliefs.restore(last);
            }
            beliefs.begin();
            monitor.observed("rgb", Stamp.ofMillis(100L * set), new ImageStatistics(100, 50, 0, 0, 500, set));
            states.add(monitor.state("rgb"));
            beliefs.finish(mask(set));
        }
        assertThat(states).isEqualTo(states(new SplittableRandom(1)));
    }

    @Property(tries = 50)
    void theStatesDoNotDependOnHowSoonMasksAreFinished(@ForAll @LongRange(max = 1 << 20) long load) {
        List<SensorState> states = states(new SplittableRandom(load));
        assertThat(states).isEqualTo(states(new SplittableRandom(load + 1)));
        // Set 10 is the first that is not believed; set 12 is judged by it, and four more make five.
        assertThat(states.indexOf(SensorState.DEGRADED)).isEqualTo(16);
        assertThat(states.lastIndexOf(SensorState.DEGRADED)).isEqualTo(28);
        assertThat(states.get(SETS - 1)).isEqualTo(SensorState.OK);
    }
}
