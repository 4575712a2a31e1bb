package io.lynceus.health;

import static io.lynceus.health.Watch.BLACK;
import static io.lynceus.health.Watch.BLURRED;
import static io.lynceus.health.Watch.COVERED;
import static io.lynceus.health.Watch.DAY;
import static io.lynceus.health.Watch.NIGHT;
import static io.lynceus.health.Watch.WHITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.raster.ContentStatistics;
import io.lynceus.raster.ContentStatistics.EventStatistics;
import io.lynceus.raster.ContentStatistics.ImageStatistics;
import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HealthMonitorTest {
    private static final List<ImageStatistics> BAD = List.of(BLACK, WHITE, COVERED);

    @Property(tries = 200)
    void aSilentSensorIsNoticedAfterTwoAndAHalfPeriodsAndNoSooner(@ForAll @IntRange(min = 0, max = 50) int frames) {
        Watch watch = new Watch(Modality.RGB).frames(frames, DAY);
        watch.pass(250);
        assertThat(watch.state()).isEqualTo(SensorState.OK);
        watch.pass(10);
        assertThat(watch.state()).isEqualTo(SensorState.SILENT);
        assertThat(watch.transitions.get(0).reason()).contains("260 ms").contains("250");
    }

    @Property(tries = 200)
    void whatShowsNothingIsShutOutAfterFiveFramesAndNotAfterFour(
            @ForAll @IntRange(min = 0, max = 30) int before, @ForAll @IntRange(max = 2) int kind) {
        Watch watch = new Watch(Modality.RGB).frames(before, DAY).frames(4, BAD.get(kind));
        assertThat(watch.isAdmitted()).isTrue();
        watch.frames(1, BAD.get(kind));
        assertThat(watch.state()).isEqualTo(SensorState.FAILED);
    }

    @Example
    void aFrozenSensorIsShutOutAfterFiveRepeatsWhateverItsModality() {
        List<ContentStatistics> good = List.of(
                Watch.withHash(DAY, 7),
                new PointStatistics(60_000, 15_000, 12, 9, 7),
                new EventStatistics(5_000, 50_000, 7));
        List<Modality> modalities = List.of(Modality.RGB, Modality.LIDAR, Modality.EVENT);
        for (int i = 0; i < good.size(); i++) {
            Watch watch = new Watch(modalities.get(i));
            for (int repeat = 0; repeat <= 4; repeat++) {
                watch.frame(good.get(i));
            }
            assertThat(watch.isAdmitted()).isTrue();
            watch.frame(good.get(i));
            assertThat(watch.state()).isEqualTo(SensorState.FAILED);
            assertThat(watch.monitor.reason("s")).contains("frozen");
        }
    }

    @Property(tries = 200)
    void aSensorComesBackAfterThreeGoodFramesAndNotAfterTwo(
            @ForAll @IntRange(min = 5, max = 40) int bad, @ForAll boolean silent) {
        Watch watch = new Watch(Modality.RGB).frames(3, DAY);
        if (silent) {
            watch.pass(bad * Watch.PERIOD);
        } else {
            watch.frames(bad, BLACK);
        }
        assertThat(watch.isAdmitted()).isFalse();
        watch.frames(2, DAY);
        assertThat(watch.state()).isEqualTo(SensorState.RECOVERING);
        watch.frames(1, DAY);
        assertThat(watch.state()).isEqualTo(SensorState.OK);
        assertThat(watch.monitor.reason("s")).isEmpty();
    }

    @Property(tries = 100)
    void whoIsBehindWaitsSoMuchLongerBeforeHeCallsASensorSilent(@ForAll @IntRange(max = 3_000) int behind) {
        Watch watch = new Watch(Modality.RGB).frames(3, DAY);
        Stamp last = Watch.at(watch.now());
        Duration lag = Duration.ofMillis(behind);
        assertThat(watch.monitor.advance(last.plusNanos((250L + behind) * 1_000_000), lag))
                .isEmpty();
        assertThat(watch.monitor.advance(last.plusNanos((251L + behind) * 1_000_000), lag))
                .hasSize(1);
    }

    @Property(tries = 100)
    void upToFourBadFramesInARowChangeNothing(@ForAll long seed) {
        Random random = new Random(seed);
        Watch watch = new Watch(Modality.RGB);
        for (int i = 0; i < 100; i++) {
            watch.frames(random.nextInt(5), BAD.get(random.nextInt(3))).frames(1, DAY);
        }
        assertThat(watch.transitions).isEmpty();
    }

    @Example
    void aDarkNightIsDegradedAndStaysIn() {
        Watch watch = new Watch(Modality.RGB).frames(100, NIGHT);
        assertThat(watch.transitions).hasSize(1);
        assertThat(watch.state()).isEqualTo(SensorState.DEGRADED);
        assertThat(watch.isAdmitted()).isTrue();
        assertThat(watch.monitor.reason("s")).contains("dark").contains("8").contains("20");
        watch.frames(3, DAY);
        assertThat(watch.state()).isEqualTo(SensorState.OK);
    }

    @Example
    void aBlurredCameraIsDegraded() {
        assertThat(new Watch(Modality.RGB).frames(5, BLURRED).state()).isEqualTo(SensorState.DEGRADED);
    }

    @Example
    void aCameraThatComesBackAtNightIsDegraded() {
        Watch watch = new Watch(Modality.RGB).frames(10, BLACK).frames(3, NIGHT);
        assertThat(watch.state()).isEqualTo(SensorState.DEGRADED);
        assertThat(watch.monitor.reason("s")).contains("dark");
        assertThat(watch.monitor.cause("s").code()).isEqualTo(Cause.Code.DARK);
    }

    @Example
    void undecodableFramesAreShutOutAfterFive() {
        Watch watch = new Watch(Modality.LIDAR).malformed(5);
        assertThat(watch.state()).isEqualTo(SensorState.FAILED);
        assertThat(watch.monitor.reason("s")).contains("truncated");
    }

    @Example
    void lidarAndEventsFailByTheirOwnMeasures() {
        assertThat(new Watch(Modality.LIDAR)
                        .frames(5, new PointStatistics(150, 20, 10, 9, 0))
                        .state())
                .isEqualTo(SensorState.FAILED);
        assertThat(new Watch(Modality.LIDAR)
                        .frames(5, new PointStatistics(60_000, 900, 2, 0.01, 0))
                        .state())
                .isEqualTo(SensorState.FAILED);
        assertThat(new Watch(Modality.EVENT)
                        .frames(5, new EventStatistics(0, 0, 0))
                        .state())
                .isEqualTo(SensorState.FAILED);
        assertThat(new Watch(Modality.EVENT)
                        .frames(5, new EventStatistics(9_000_000, 9e7, 0))
                        .state())
                .isEqualTo(SensorState.FAILED);
    }

    @Example
    void renderedLidarAndEventImagesMayBeMostlyBlack() {
        ImageStatistics sparse = Watch.image(1.8, 3, 0.97, 0, 20);
        for (Modality modality : List.of(Modality.LIDAR, Modality.EVENT)) {
            assertThat(new Watch(modality).frames(20, sparse).transitions).isEmpty();
            assertThat(new Watch(modality).frames(5, BLACK).state()).isEqualTo(SensorState.OK);
            assertThat(new Watch(modality).frames(5, Watch.image(0, 0, 1, 0, 0)).state())
                    .isEqualTo(SensorState.FAILED);
        }
    }

    @Property(tries = 100)
    void framesThatAreLongUnderWayAreNotSilence(@ForAll @IntRange(min = 0, max = 2000) int latency) {
        Watch watch = new Watch(Modality.RGB);
        for (int i = 1; i < 100; i++) {
            watch.pass(Watch.PERIOD);
            watch.monitor.alive("s", Watch.at(watch.now() - latency));
        }
        assertThat(watch.transitions).isEmpty();
    }

    @Example
    void aStampFromTheFutureHidesNoSilence() {
        Watch watch = new Watch(Modality.RGB).frames(5, DAY);
        watch.monitor.alive("s", Watch.at(1_000_000));
        watch.pass(270);
        assertThat(watch.state()).isEqualTo(SensorState.SILENT);
    }

    @Example
    void extremeStampsDoNoHarm() {
        Watch watch = new Watch(Modality.RGB).frames(10, BLACK).frames(3, DAY);
        for (long nanos : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            Stamp stamp = new Stamp(nanos);
            watch.monitor.alive("s", stamp);
            for (int i = 0; i < 6; i++) {
                watch.monitor.malformed("s", stamp, "bad stamp");
            }
        }
        assertThat(watch.state()).isEqualTo(SensorState.FAILED);
    }

    @Example
    void aClockSetBackBeginsTheWatchAnew() {
        Watch watch = new Watch(Modality.RGB).frames(5, DAY);
        assertThat(watch.monitor.advance(Watch.at(-100_000))).isEmpty();
        assertThat(watch.monitor.advance(Watch.at(-100_000 + 250))).isEmpty();
        assertThat(watch.monitor.advance(Watch.at(-100_000 + 260))).hasSize(1);
    }

    @Property(tries = 200)
    void noSequenceOfFramesMakesASensorFlap(@ForAll long seed) {
        Random random = new Random(seed);
        Watch watch = new Watch(Modality.RGB);
        // Runs of about the lengths that matter: the worst that a sensor can do.
        for (int run = 0; run < 120; run++) {
            int length = 1 + random.nextInt(random.nextBoolean() ? 6 : 30);
            switch (random.nextInt(4)) {
                case 0 -> watch.frames(length, BLACK);
                case 1 -> watch.frames(length, NIGHT);
                case 2 -> watch.pass(length * Watch.PERIOD);
                default -> watch.frames(length, DAY);
            }
        }
        assertFewChangesInAnyTenSeconds(watch);
    }

    @Example
    void theWorstThatASensorCanDoIsDamped() {
        Watch watch = new Watch(Modality.RGB);
        while (watch.now() < 120_000) {
            watch.frames(1, watch.isAdmitted() ? BLACK : DAY);
        }
        assertFewChangesInAnyTenSeconds(watch);
        List<Long> accepted = watch.transitions.stream()
                .filter(t -> t.from() == SensorState.RECOVERING)
                .map(t -> Watch.millis(t.stamp()))
                .toList();
        for (int i = 4; i < accepted.size(); i++) {
            assertThat(accepted.get(i) - accepted.get(i - 1)).isGreaterThanOrEqualTo(29 * Watch.PERIOD);
        }
    }

    @Example
    void aSensorThatSendsTooSeldomStaysSilent() {
        Watch watch = new Watch(Modality.RGB);
        for (int i = 0; i < 100; i++) {
            watch.pass(300).frames(1, DAY);
        }
        assertThat(watch.transitions).hasSize(1);
        assertThat(watch.state()).isEqualTo(SensorState.SILENT);
    }

    @Example
    void aSensorBetweenGoodAndPoorIsDamped() {
        Watch watch = new Watch(Modality.RGB);
        for (int i = 0; i < 50; i++) {
            watch.frames(5, NIGHT).frames(3, DAY);
        }
        assertThat(watch.transitions).hasSizeLessThan(4);
    }

    /** At first 3, 6, 12 and 24 frames are enough to come back; so it may come and go five times, and never more. */
    /** Good frames until the sensor is OK. */
    private static int goodFramesUntilOk(Watch watch) {
        int frames = 0;
        while (watch.state() != SensorState.OK) {
            watch.frames(1, DAY);
            frames++;
        }
        return frames;
    }

    @Example
    void eachRelapseDoublesTheGoodFramesThatAreNeededUpToEightTimesAndALongRestForgivesIt() {
        for (ImageStatistics fault : List.of(BLACK, BLURRED)) {
            Watch watch = new Watch(Modality.RGB).frames(3, DAY);
            for (int needed : List.of(3, 6, 12, 24, 24)) {
                watch.frames(5, fault);
                assertThat(goodFramesUntilOk(watch)).as("%s", fault).isEqualTo(needed);
            }
            long rest = HealthConfig.DEFAULTS.relapse().toMillis() / Watch.PERIOD;
            watch.frames((int) rest, DAY).frames(5, fault);
            assertThat(goodFramesUntilOk(watch)).as("%s after a rest", fault).isEqualTo(3);
        }
    }

    private static void assertFewChangesInAnyTenSeconds(Watch watch) {
        List<Long> flips = new ArrayList<>();
        boolean admitted = true;
        for (Transition transition : watch.transitions) {
            if (Gate.admits(transition.to()) != admitted) {
                admitted = !admitted;
                flips.add(Watch.millis(transition.stamp()));
            }
        }
        for (int i = 10; i < flips.size(); i++) {
            assertThat(flips.get(i) - flips.get(i - 10)).isGreaterThan(8_000);
        }
    }
}
