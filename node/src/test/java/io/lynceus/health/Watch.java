package io.lynceus.health;

import io.lynceus.raster.ContentStatistics;
import io.lynceus.raster.ContentStatistics.EventStatistics;
import io.lynceus.raster.ContentStatistics.ImageStatistics;
import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One sensor of 10 Hz under the eyes of a monitor; milliseconds. */
final class Watch {
    static final long PERIOD = 100;
    private static final long START = 1_700_000_000_000L;

    final HealthMonitor monitor;
    final List<Transition> transitions = new ArrayList<>();
    private long now;
    private long hash;

    Watch(Modality modality) {
        this(modality, HealthConfig.DEFAULTS);
    }

    Watch(Modality modality, HealthConfig config) {
        monitor =
                new HealthMonitor(List.of(new HealthMonitor.Watched("s", modality, Duration.ofMillis(PERIOD))), config);
        transitions.addAll(monitor.advance(at(0)));
    }

    static Stamp at(long millis) {
        return Stamp.ofMillis(START + millis);
    }

    static long millis(Stamp stamp) {
        return stamp.toMillis() - START;
    }

    SensorState state() {
        return monitor.state("s");
    }

    boolean isAdmitted() {
        return Gate.admits(state());
    }

    long now() {
        return now;
    }

    /** A period passes, then a frame comes. */
    Watch frame(ContentStatistics statistics) {
        pass(PERIOD);
        monitor.alive("s", at(now));
        transitions.addAll(monitor.observed("s", at(now), statistics));
        return this;
    }

    Watch frames(int count, ContentStatistics statistics) {
        for (int i = 0; i < count; i++) {
            frame(withHash(statistics, ++hash));
        }
        return this;
    }

    /** So many frames, each of which the network has believed that far. */
    Watch believed(int count, double quality, ContentStatistics statistics) {
        for (int i = 0; i < count; i++) {
            frames(1, statistics);
            monitor.believed("s", quality);
        }
        return this;
    }

    Watch malformed(int count) {
        for (int i = 0; i < count; i++) {
            pass(PERIOD);
            monitor.alive("s", at(now));
            transitions.addAll(monitor.malformed("s", at(now), "truncated"));
        }
        return this;
    }

    /** Time passes in steps of 10 ms. */
    Watch pass(long millis) {
        for (long end = now + millis; now < end; ) {
            now += 10;
            transitions.addAll(monitor.advance(at(now)));
        }
        return this;
    }

    static ImageStatistics image(double mean, double deviation, double black, double saturated, double sharpness) {
        return new ImageStatistics(mean, deviation, black, saturated, sharpness, 0);
    }

    static final ImageStatistics DAY = image(100, 50, 0.01, 0.05, 800);
    static final ImageStatistics NIGHT = image(8, 6, 0.6, 0.01, 30);
    static final ImageStatistics BLACK = image(0.3, 0.4, 1, 0, 0.1);
    static final ImageStatistics WHITE = image(254, 1, 0, 0.99, 0.1);
    static final ImageStatistics COVERED = image(60, 1, 0, 0, 0.1);
    static final ImageStatistics BLURRED = image(100, 40, 0, 0, 1);

    /** The same statistics of another content. */
    static ContentStatistics withHash(ContentStatistics statistics, long hash) {
        return statistics.match(
                i -> new ImageStatistics(
                        i.mean(), i.deviation(), i.blackShare(), i.saturatedShare(), i.sharpness(), hash),
                p -> new PointStatistics(p.points(), p.inView(), p.meanRange(), p.rangeSpread(), hash),
                e -> new EventStatistics(e.events(), e.perSecond(), hash));
    }
}
