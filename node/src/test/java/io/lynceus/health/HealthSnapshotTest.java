package io.lynceus.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.wire.Modality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A monitor that goes on from another one's snapshot. */
class HealthSnapshotTest {
    private static final List<Modality> MODALITIES = List.of(Modality.RGB, new Modality("thermal"));
    private static final List<HealthConfig.Quality> QUALITIES =
            List.of(HealthConfig.Quality.OFF, new HealthConfig.Quality(0.3, 0.5));

    private static HealthMonitor monitor(HealthConfig.Quality quality) {
        HealthConfig d = HealthConfig.DEFAULTS;
        return new HealthMonitor(
                MODALITIES.stream()
                        .map(m -> new HealthMonitor.Watched(m.name(), m, Duration.ofMillis(Watch.PERIOD)))
                        .toList(),
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
                        quality));
    }

    /** Something happens to a sensor; what, the random numbers say. */
    private static List<Transition> step(HealthMonitor monitor, Random random, int number, int mood) {
        List<Transition> transitions = new ArrayList<>();
        for (Modality modality : MODALITIES) {
            String sensor = modality.name();
            long millis = Watch.PERIOD * number;
            int hash = random.nextInt(4) == 0 ? 1 : number;
            int event = random.nextInt(3) == 0 ? random.nextInt(6) : mood;
            if (event < 5) {
                monitor.alive(sensor, Watch.at(millis));
            }
            transitions.addAll(
                    switch (event) {
                        case 0, 1 -> monitor.observed(sensor, Watch.at(millis), Watch.withHash(Watch.DAY, hash));
                        case 2 -> monitor.observed(sensor, Watch.at(millis), Watch.withHash(Watch.NIGHT, hash));
                        case 3 -> monitor.observed(sensor, Watch.at(millis), Watch.withHash(Watch.BLACK, hash));
                        case 4 -> monitor.malformed(sensor, Watch.at(millis), "truncated");
                        default -> List.of();
                    });
            if (random.nextBoolean()) {
                monitor.believed(sensor, random.nextInt(10) / 10.0);
            }
            transitions.addAll(monitor.advance(Watch.at(millis)));
        }
        return transitions;
    }

    @Property(tries = 300)
    void aMonitorThatGoesOnFromASnapshotDecidesAsTheOneThatItWasTakenFrom(
            @ForAll long seed, @ForAll boolean looksAtQuality) {
        Random random = new Random(seed);
        HealthConfig.Quality quality = QUALITIES.get(looksAtQuality ? 1 : 0);
        HealthMonitor undisturbed = monitor(quality);
        HealthMonitor owner = monitor(quality);
        int mood = 0;
        for (int i = 0; i < 150; i++) {
            mood = random.nextInt(8) == 0 ? random.nextInt(6) : mood;
            long step = random.nextLong();
            assertThat(step(owner, new Random(step), i, mood)).isEqualTo(step(undisturbed, new Random(step), i, mood));
            assertThat(owner.snapshot()).isEqualTo(undisturbed.snapshot());
            if (random.nextInt(20) == 0) {
                HealthMonitor next = monitor(quality);
                next.restore(owner.snapshot());
                owner = next;
            }
        }
    }

    @Example
    void aSensorThatIsNewBeginsAsOkAndOneThatIsGoneIsIgnored() {
        HealthMonitor rgbOnly = new HealthMonitor(
                List.of(new HealthMonitor.Watched("rgb", Modality.RGB, Duration.ofMillis(Watch.PERIOD))),
                HealthConfig.DEFAULTS);
        HealthMonitor both = monitor(HealthConfig.Quality.OFF);
        for (int i = 0; i < 5; i++) {
            both.malformed("rgb", Watch.at(100L * i), "truncated");
            both.malformed("thermal", Watch.at(100L * i), "truncated");
        }
        rgbOnly.restore(both.snapshot());
        assertThat(rgbOnly.state("rgb")).isEqualTo(SensorState.FAILED);
        assertThat(rgbOnly.reason("rgb")).contains("truncated");
        HealthMonitor next = monitor(HealthConfig.Quality.OFF);
        next.restore(rgbOnly.snapshot());
        assertThat(next.state("rgb")).isEqualTo(SensorState.FAILED);
        assertThat(next.state("thermal")).isEqualTo(SensorState.OK);
    }

    @Example
    void aQualityThatIsNoLongerLookedAtDegradesNothing() {
        HealthMonitor before = monitor(QUALITIES.get(1));
        before.believed("rgb", 0.1);
        HealthMonitor after = monitor(HealthConfig.Quality.OFF);
        after.restore(before.snapshot());
        for (int i = 0; i < 10; i++) {
            after.observed("rgb", Watch.at(100L * i), Watch.withHash(Watch.DAY, i));
        }
        assertThat(after.state("rgb")).isEqualTo(SensorState.OK);
    }
}
