package io.lynceus.health;

import static io.lynceus.health.Watch.BLACK;
import static io.lynceus.health.Watch.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.wire.Modality;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Sensors whose frames the network does not believe. */
class QualityHealthTest {
    private static final double LOW = 0.3;
    private static final double HIGH = 0.5;
    private static final int FRAMES = HealthConfig.DEFAULTS.badFrames();
    private static final int BACK = HealthConfig.DEFAULTS.goodFrames();

    private static Watch watch(double low, double high) {
        HealthConfig d = HealthConfig.DEFAULTS;
        return new Watch(
                Modality.RGB,
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
                        new HealthConfig.Quality(low, high)));
    }

    @Property(tries = 100)
    void aSensorThatIsNotBelievedIsDegradedAfterFiveFramesAndStillUsed(
            @ForAll @IntRange(max = 20) int before,
            @ForAll @DoubleRange(min = 0, max = LOW, maxIncluded = false) double quality) {
        // The quality of a frame is known when the next one is judged.
        Watch watch = watch(LOW, HIGH).believed(before, 1, DAY).believed(FRAMES, quality, DAY);
        assertThat(watch.state()).isEqualTo(SensorState.OK);
        watch.believed(1, quality, DAY);
        assertThat(watch.state()).isEqualTo(SensorState.DEGRADED);
        assertThat(watch.isAdmitted()).isTrue();
        assertThat(watch.monitor.cause("s")).isEqualTo(new Cause(Cause.Code.LOW_QUALITY, quality, LOW));
        assertThat(watch.monitor.reason("s")).contains("low quality").contains("0.3");
    }

    @Property(tries = 100)
    void itIsOkAgainAfterThreeFramesThatAreBelieved(
            @ForAll @IntRange(min = 6, max = 30) int bad, @ForAll @DoubleRange(min = HIGH, max = 1) double quality) {
        Watch watch = watch(LOW, HIGH).believed(bad, 0.1, DAY).believed(BACK, quality, DAY);
        assertThat(watch.state()).isEqualTo(SensorState.DEGRADED);
        watch.believed(1, quality, DAY);
        assertThat(watch.state()).isEqualTo(SensorState.OK);
    }

    @Property(tries = 100)
    void betweenTheLimitsTheStateStaysWhatItWas(@ForAll @LongRange(max = 1 << 20) long seed, @ForAll boolean poor) {
        SplittableRandom random = new SplittableRandom(seed);
        Watch watch = watch(LOW, HIGH).believed(10, poor ? 0.1 : 0.9, DAY);
        SensorState state = watch.state();
        assertThat(state).isEqualTo(poor ? SensorState.DEGRADED : SensorState.OK);
        for (int i = 0; i < 30; i++) {
            watch.believed(1, random.nextDouble(LOW, HIGH), DAY);
            assertThat(watch.state()).isEqualTo(state);
        }
    }

    @Property(tries = 50)
    void aQualityThatChangesWithEveryFrameMakesNoState(@ForAll @LongRange(max = 1 << 20) long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Watch watch = watch(LOW, HIGH);
        for (int i = 0; i < 60; i++) {
            watch.believed(1 + random.nextInt(FRAMES - 1), 0, DAY).believed(1, 1, DAY);
        }
        assertThat(watch.transitions).isEmpty();
    }

    @Property(tries = 50)
    void withoutLimitsQualityChangesNothing(@ForAll @DoubleRange(min = 0, max = 1) double quality) {
        Watch watch = new Watch(Modality.RGB).believed(20, quality, DAY);
        assertThat(watch.transitions).isEmpty();
    }

    @Example
    void aSensorThatWasShutOutStartsAgainAsSoundBecauseNobodyBelievedOrDisbelievedItSince() {
        Watch watch = watch(LOW, HIGH).believed(10, 0.1, DAY).frames(FRAMES, BLACK);
        assertThat(watch.state()).isEqualTo(SensorState.FAILED);
        watch.frames(20, DAY);
        assertThat(watch.state()).isEqualTo(SensorState.OK);
    }

    @Example
    void limitsTheWrongWayRoundAreRefused() {
        for (double[] limits : List.of(new double[] {0.5, 0.3}, new double[] {-0.1, 0.3}, new double[] {0.3, 1.1})) {
            assertThatThrownBy(() -> new HealthConfig.Quality(limits[0], limits[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(limits[0]));
        }
    }
}
