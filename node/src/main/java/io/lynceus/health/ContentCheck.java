package io.lynceus.health;

import io.lynceus.health.Cause.Code;
import io.lynceus.raster.ContentStatistics;
import io.lynceus.raster.ContentStatistics.EventStatistics;
import io.lynceus.raster.ContentStatistics.ImageStatistics;
import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.wire.Modality;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Judges one sensor's frames by their statistics; remembers the last frame, to notice that it repeats. */
final class ContentCheck {
    /** Recordings may hold these as images, which are mostly black by nature. */
    private static final Set<Modality> RENDERED_SPARSE = Set.of(Modality.LIDAR, Modality.EVENT);

    private static final double EMPTY_RENDERING = 0.2;
    private static final String BELOW = "below";
    private static final String AT_LEAST = "at least";

    private final Modality modality;
    private final HealthConfig limits;
    private OptionalLong lastHash = OptionalLong.empty();

    ContentCheck(Modality modality, HealthConfig limits) {
        this.modality = modality;
        this.limits = limits;
    }

    Finding judge(ContentStatistics statistics) {
        OptionalLong hash = OptionalLong.of(statistics.contentHash());
        boolean repeated = hash.equals(lastHash);
        lastHash = hash;
        Finding content = content(statistics);
        return repeated && content.grade() != Finding.Grade.BAD
                ? Finding.bad("frozen: the same content as the frame before", Cause.of(Code.FROZEN))
                : content;
    }

    OptionalLong snapshot() {
        return lastHash;
    }

    void restore(OptionalLong snapshot) {
        lastHash = snapshot;
    }

    /** Returns why a frame by itself shows nothing; empty if it shows something. */
    Optional<Finding> emptiness(ContentStatistics statistics) {
        return Optional.of(content(statistics)).filter(finding -> finding.grade() == Finding.Grade.BAD);
    }

    private Finding content(ContentStatistics statistics) {
        return statistics.match(this::image, this::points, this::events);
    }

    private Finding image(ImageStatistics s) {
        if (modality.equals(Modality.DEPTH)) {
            double allowed = limits.depth().emptyShare();
            return s.blackShare() >= allowed
                    ? bad("empty: share of pixels without data", s.blackShare(), BELOW, allowed, Code.EMPTY)
                    : Finding.GOOD;
        }
        if (RENDERED_SPARSE.contains(modality)) {
            return s.deviation() < EMPTY_RENDERING
                    ? bad("empty: standard deviation of grey", s.deviation(), AT_LEAST, EMPTY_RENDERING, Code.EMPTY)
                    : Finding.GOOD;
        }
        HealthConfig.Image image = limits.image();
        if (s.blackShare() >= image.blackShare()) {
            return bad("black: share of black pixels", s.blackShare(), BELOW, image.blackShare(), Code.BLACK);
        }
        if (s.saturatedShare() >= image.saturatedShare()) {
            return bad(
                    "saturated: share of white pixels",
                    s.saturatedShare(),
                    BELOW,
                    image.saturatedShare(),
                    Code.SATURATED);
        }
        if (s.deviation() < image.deviation()) {
            return bad(
                    "no texture: standard deviation of grey",
                    s.deviation(),
                    AT_LEAST,
                    image.deviation(),
                    Code.NO_TEXTURE);
        }
        if (s.mean() < image.darkMean()) {
            return poor("dark: mean grey", s.mean(), image.darkMean(), Code.DARK);
        }
        return s.sharpness() < image.sharpness()
                ? poor("blurred: variance of the Laplacian", s.sharpness(), image.sharpness(), Code.BLURRED)
                : Finding.GOOD;
    }

    private Finding points(PointStatistics s) {
        HealthConfig.Points points = limits.points();
        if (s.points() < points.points()) {
            return bad("too few points", s.points(), AT_LEAST, points.points(), Code.TOO_FEW_POINTS);
        }
        return s.rangeSpread() < points.rangeSpread()
                ? bad(
                        "collapsed range: standard deviation of distance in m",
                        s.rangeSpread(),
                        AT_LEAST,
                        points.rangeSpread(),
                        Code.COLLAPSED_RANGE)
                : Finding.GOOD;
    }

    private Finding events(EventStatistics s) {
        HealthConfig.Events events = limits.events();
        if (s.events() < events.events()) {
            return bad("too few events", (double) s.events(), AT_LEAST, (double) events.events(), Code.TOO_FEW_EVENTS);
        }
        return s.perSecond() >= events.floodPerSecond()
                ? bad("flood: events per second", s.perSecond(), BELOW, events.floodPerSecond(), Code.EVENT_FLOOD)
                : Finding.GOOD;
    }

    private static Finding bad(String what, double seen, String relation, double limit, Code code) {
        return Finding.bad(said(what, seen, relation, limit), new Cause(code, seen, limit));
    }

    private static Finding poor(String what, double seen, double limit, Code code) {
        return Finding.poor(said(what, seen, AT_LEAST, limit), new Cause(code, seen, limit));
    }

    private static String said(String what, double seen, String relation, double allowed) {
        return String.format(Locale.ROOT, "%s %.4g, allowed is %s %.4g", what, seen, relation, allowed);
    }
}
