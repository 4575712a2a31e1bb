package io.lynceus.health;

import io.lynceus.raster.ContentStatistics;
import io.lynceus.raster.ContentStatistics.EventStatistics;
import io.lynceus.raster.ContentStatistics.ImageStatistics;
import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.wire.Modality;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Judges one sensor's frames by their statistics; remembers the last frame, to notice that it repeats. */
final class ContentCheck {
    /** Recordings may hold these as images, which are mostly black by nature. */
    private static final Set<Modality> RENDERED_SPARSE = Set.of(Modality.LIDAR, Modality.EVENT);

    private static final double EMPTY_RENDERING = 0.2;

    private final Modality modality;
    private final HealthConfig limits;
    private long lastHash;
    private boolean any;

    ContentCheck(Modality modality, HealthConfig limits) {
        this.modality = modality;
        this.limits = limits;
    }

    Finding judge(ContentStatistics statistics) {
        boolean repeated = any && statistics.contentHash() == lastHash;
        any = true;
        lastHash = statistics.contentHash();
        Finding content = content(statistics);
        return repeated && content.grade() != Finding.Grade.BAD
                ? Finding.bad("frozen: the same content as the frame before")
                : content;
    }

    /** Returns why a frame by itself shows nothing; empty if it shows something. */
    Optional<String> emptiness(ContentStatistics statistics) {
        Finding finding = content(statistics);
        return finding.grade() == Finding.Grade.BAD ? Optional.of(finding.reason()) : Optional.empty();
    }

    private Finding content(ContentStatistics statistics) {
        return statistics.match(this::image, this::points, this::events);
    }

    private Finding image(ImageStatistics s) {
        if (modality.equals(Modality.DEPTH)) {
            double allowed = limits.depth().emptyShare();
            return s.blackShare() >= allowed
                    ? Finding.bad(said("empty: share of pixels without data", s.blackShare(), "below", allowed))
                    : Finding.GOOD;
        }
        if (RENDERED_SPARSE.contains(modality)) {
            return s.deviation() < EMPTY_RENDERING
                    ? Finding.bad(said("empty: standard deviation of grey", s.deviation(), "at least", EMPTY_RENDERING))
                    : Finding.GOOD;
        }
        HealthConfig.Image image = limits.image();
        if (s.blackShare() >= image.blackShare()) {
            return Finding.bad(said("black: share of black pixels", s.blackShare(), "below", image.blackShare()));
        }
        if (s.saturatedShare() >= image.saturatedShare()) {
            return Finding.bad(
                    said("saturated: share of white pixels", s.saturatedShare(), "below", image.saturatedShare()));
        }
        if (s.deviation() < image.deviation()) {
            return Finding.bad(
                    said("no texture: standard deviation of grey", s.deviation(), "at least", image.deviation()));
        }
        if (s.mean() < image.darkMean()) {
            return Finding.poor(said("dark: mean grey", s.mean(), "at least", image.darkMean()));
        }
        return s.sharpness() < image.sharpness()
                ? Finding.poor(said("blurred: variance of the Laplacian", s.sharpness(), "at least", image.sharpness()))
                : Finding.GOOD;
    }

    private Finding points(PointStatistics s) {
        HealthConfig.Points points = limits.points();
        if (s.points() < points.points()) {
            return Finding.bad(said("too few points", s.points(), "at least", points.points()));
        }
        return s.rangeSpread() < points.rangeSpread()
                ? Finding.bad(said(
                        "collapsed range: standard deviation of distance in m",
                        s.rangeSpread(),
                        "at least",
                        points.rangeSpread()))
                : Finding.GOOD;
    }

    private Finding events(EventStatistics s) {
        HealthConfig.Events events = limits.events();
        if (s.events() < events.events()) {
            return Finding.bad(said("too few events", (double) s.events(), "at least", (double) events.events()));
        }
        return s.perSecond() >= events.floodPerSecond()
                ? Finding.bad(said("flood: events per second", s.perSecond(), "below", events.floodPerSecond()))
                : Finding.GOOD;
    }

    private static String said(String what, double seen, String relation, double allowed) {
        return String.format(Locale.ROOT, "%s %.4g, allowed is %s %.4g", what, seen, relation, allowed);
    }
}
