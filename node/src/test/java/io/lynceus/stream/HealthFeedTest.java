package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.health.HealthConfig;
import io.lynceus.health.HealthMonitor;
import io.lynceus.health.SensorState;
import io.lynceus.health.Transition;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.InputTime;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** When a live rig's sensors are called silent (R4). */
class HealthFeedTest {
    private static final int PERIOD = 100;

    private static Stamp at(int millis) {
        return PipelineRig.START.plusNanos(millis * 1_000_000L);
    }

    private static HealthMonitor.Watched watched(String sensor) {
        return new HealthMonitor.Watched(sensor, Modality.RGB, Duration.ofMillis(PERIOD));
    }

    /** A camera sends all the time, another one when it is told to; time passes in steps of 10 ms. */
    private static List<Transition> drive(int until, IntPredicate otherSends) {
        HealthFeed feed = new HealthFeed.ByArrival(
                new HealthMonitor(List.of(watched("rgb"), watched("other")), HealthConfig.DEFAULTS));
        InputTime clock = new InputTime(Duration.ofMillis(75));
        List<Transition> all = new ArrayList<>();
        for (int now = 0; now <= until; now += 10) {
            if (now % PERIOD == 0) {
                clock.arrived(at(now), at(now));
                feed.arrived(frame("rgb", now));
                if (otherSends.test(now)) {
                    feed.arrived(frame("other", now));
                }
            }
            clock.look(at(now));
            all.addAll(feed.passed(clock));
        }
        return all;
    }

    private static FrameRef frame(String sensor, int now) {
        return new FrameRef("a", sensor, at(now), new RecordAddress(sensor, 0, now));
    }

    @Test
    void aSensorThatStartsAFewSecondsAfterTheOthersIsNeverCalledSilent() {
        assertThat(drive(9_000, now -> now >= 4_900)).isEmpty();
    }

    @Test
    void aSensorThatNeverStartsIsCalledSilentTwoAndAHalfPeriodsAfterTheFirstFiveSeconds() {
        assertThat(drive(5_250, now -> false)).isEmpty();
        assertThat(drive(5_270, now -> false)).hasSize(1);
    }

    @Test
    void laterASensorIsCalledSilentAfterTwoAndAHalfPeriods() {
        assertThat(drive(9_000, now -> now <= 6_000)).singleElement().satisfies(change -> {
            assertThat(change.to()).isEqualTo(SensorState.SILENT);
            assertThat(change.stamp().nanosSince(at(6_000)) / 1_000_000).isBetween(250L, 270L);
        });
    }
}
