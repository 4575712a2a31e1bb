package io.lynceus.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.health.Cause.Code;
import io.lynceus.raster.ContentStatistics;
import io.lynceus.raster.ContentStatistics.EventStatistics;
import io.lynceus.raster.ContentStatistics.ImageStatistics;
import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a state is what it is, as programs read it. */
class CauseTest {
    private static final HealthConfig LIMITS = HealthConfig.DEFAULTS;
    private static final long PERIOD = 100_000_000L;

    @Test
    void eachKindOfBadFrameHasACodeOfItsOwnWithTheValueSeenAndTheLimit() {
        HealthConfig.Image image = LIMITS.image();
        assertThat(fallen("rgb", new ImageStatistics(0, 50, 1, 0, 500, 0)))
                .isEqualTo(new Cause(Code.BLACK, 1, image.blackShare()));
        assertThat(fallen("rgb", new ImageStatistics(255, 50, 0, 1, 500, 0)))
                .isEqualTo(new Cause(Code.SATURATED, 1, image.saturatedShare()));
        assertThat(fallen("rgb", new ImageStatistics(100, 0, 0, 0, 500, 0)))
                .isEqualTo(new Cause(Code.NO_TEXTURE, 0, image.deviation()));
        assertThat(fallen("rgb", new ImageStatistics(1, 50, 0, 0, 500, 0)))
                .isEqualTo(new Cause(Code.DARK, 1, image.darkMean()));
        assertThat(fallen("rgb", new ImageStatistics(100, 50, 0, 0, 0, 0)))
                .isEqualTo(new Cause(Code.BLURRED, 0, image.sharpness()));
        assertThat(fallen("depth", new ImageStatistics(0, 50, 1, 0, 500, 0)))
                .isEqualTo(new Cause(Code.EMPTY, 1, LIMITS.depth().emptyShare()));
        assertThat(fallen("lidar", new PointStatistics(0, 0, 0, 0, 0)))
                .isEqualTo(new Cause(Code.TOO_FEW_POINTS, 0, LIMITS.points().points()));
        assertThat(fallen("lidar", new PointStatistics(1_000_000, 0, 0, 0, 0)))
                .isEqualTo(new Cause(Code.COLLAPSED_RANGE, 0, LIMITS.points().rangeSpread()));
        assertThat(fallen("event", new EventStatistics(0, 0, 0)))
                .isEqualTo(new Cause(Code.TOO_FEW_EVENTS, 0, LIMITS.events().events()));
        assertThat(fallen("event", new EventStatistics(1 << 30, 1e12, 0)))
                .isEqualTo(new Cause(Code.EVENT_FLOOD, 1e12, LIMITS.events().floodPerSecond()));
    }

    @Test
    void silenceFreezingAndTornFramesHaveCodesAndTheWayBackTooAndAnOkSensorHasNone() {
        HealthMonitor monitor = monitor("rgb");
        monitor.advance(Stamp.EPOCH);
        assertThat(monitor.cause("rgb")).isEqualTo(Cause.NONE);
        List<Transition> silent = monitor.advance(new Stamp(3 * PERIOD));
        assertThat(silent.get(0).cause()).isEqualTo(new Cause(Code.SILENT, 300, 250));
        assertThat(monitor.cause("rgb")).isEqualTo(silent.get(0).cause());
        List<Transition> back = new ArrayList<>();
        for (int i = 4; i < 12; i++) {
            monitor.alive("rgb", new Stamp(i * PERIOD));
            back.addAll(monitor.observed("rgb", new Stamp(i * PERIOD), new ImageStatistics(100, 50, 0, 0, 500, i)));
        }
        assertThat(back.get(0).cause().code()).isEqualTo(Code.GOOD_AGAIN);
        assertThat(back.get(0).cause().seen()).isPositive();
        assertThat(back.get(0).cause().limit()).isNaN();
        assertThat(monitor.cause("rgb")).as("OK again").isEqualTo(Cause.NONE);
        List<Transition> frozen = new ArrayList<>();
        for (int i = 12; i < 20; i++) {
            frozen.addAll(monitor.observed("rgb", new Stamp(i * PERIOD), new ImageStatistics(100, 50, 0, 0, 500, 99)));
        }
        assertThat(frozen.get(0).cause().code()).isEqualTo(Code.FROZEN);
        HealthMonitor torn = monitor("rgb");
        List<Transition> fallen = new ArrayList<>();
        for (int i = 0; i < LIMITS.badFrames(); i++) {
            fallen.addAll(torn.malformed("rgb", new Stamp(i * PERIOD), "torn"));
        }
        assertThat(fallen.get(0).cause().code()).isEqualTo(Code.MALFORMED);
    }

    /** The cause after as many of such frames as it takes; each has another content. */
    private static Cause fallen(String modality, ContentStatistics like) {
        HealthMonitor monitor = monitor(modality);
        List<Transition> transitions = new ArrayList<>();
        for (int i = 0; i < LIMITS.badFrames(); i++) {
            int hash = i;
            ContentStatistics frame = like.match(
                    s -> new ImageStatistics(
                            s.mean(), s.deviation(), s.blackShare(), s.saturatedShare(), s.sharpness(), hash),
                    s -> new PointStatistics(s.points(), s.inView(), s.meanRange(), s.rangeSpread(), hash),
                    s -> new EventStatistics(s.events(), s.perSecond(), hash));
            transitions.addAll(monitor.observed("sensor", new Stamp(i * PERIOD), frame));
        }
        assertThat(transitions).hasSize(1);
        assertThat(monitor.cause("sensor")).isEqualTo(transitions.get(0).cause());
        return transitions.get(0).cause();
    }

    private static HealthMonitor monitor(String modality) {
        Duration period = Duration.ofNanos(PERIOD);
        return new HealthMonitor(
                List.of(
                        new HealthMonitor.Watched("sensor", new Modality(modality), period),
                        new HealthMonitor.Watched("rgb", Modality.RGB, period)),
                LIMITS);
    }
}
