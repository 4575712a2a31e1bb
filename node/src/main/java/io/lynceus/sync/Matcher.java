package io.lynceus.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides when a set may be formed and what is in it; the rules stand with {@link Synchronizer}. */
final class Matcher {
    private final List<Lane> lanes;

    Matcher(List<Lane> lanes) {
        this.lanes = lanes;
    }

    private enum Verdict {
        OPENS,
        CANNOT,
        UNDECIDED
    }

    /** A frame that may open the next set. */
    private record Candidate(long time, Verdict verdict) {}

    /** The members of a set, by sensor. */
    record Match(long stamp, SortedMap<String, Long> times) {}

    /**
     * The next set, if what is known decides it.
     *
     * @param last stamp of the last set of this epoch
     */
    Optional<Match> next(OptionalLong last, Patience patience) {
        Optional<Candidate> first = lanes.stream()
                .flatMap(lane -> candidate(lane, last, patience).stream())
                .min(Comparator.comparingLong(Candidate::time).thenComparing(Candidate::verdict));
        if (first.isEmpty() || first.get().verdict() == Verdict.UNDECIDED) {
            return Optional.empty();
        }
        long stamp = first.get().time();
        SortedMap<String, Long> times = new TreeMap<>();
        for (Lane lane : lanes) {
            Optional<Long> nearest = lane.nearest(stamp);
            if (!isSettled(lane, stamp, nearest, patience)) {
                return Optional.empty();
            }
            nearest.ifPresent(time -> times.put(lane.name(), time));
        }
        return Optional.of(new Match(stamp, times));
    }

    /** The sensor's earliest frame that opens a set, or may yet turn out to. */
    private Optional<Candidate> candidate(Lane lane, OptionalLong last, Patience patience) {
        for (long time : lane.times()) {
            Verdict verdict = mayOpen(lane, time, last, patience);
            if (verdict != Verdict.CANNOT) {
                return Optional.of(new Candidate(time, verdict));
            }
        }
        return Optional.empty();
    }

    private Verdict mayOpen(Lane lane, long time, OptionalLong last, Patience patience) {
        long spacing = lane.period - lane.period / 2;
        if (last.isPresent() && time < last.getAsLong() + spacing) {
            return Verdict.CANNOT;
        }
        Verdict verdict = Verdict.OPENS;
        for (Lane slower : lanes) {
            if (slower.isSlowerThan(lane)) {
                switch (besideSlower(slower, time, last, patience)) {
                    case CANNOT -> {
                        return Verdict.CANNOT;
                    }
                    case UNDECIDED -> verdict = Verdict.UNDECIDED;
                    case OPENS -> {
                        // the next slower sensor may object
                    }
                }
            }
        }
        return verdict;
    }

    /** Whether a slower sensor lets a frame open a set at that time. */
    private Verdict besideSlower(Lane slower, long time, OptionalLong last, Patience patience) {
        long half = slower.period / 2;
        if (slower.hasSeenBetween(time - half, time + half)) {
            return Verdict.CANNOT; // that one opens it
        }
        if (last.isPresent() && time < last.getAsLong() + slower.period && patience.isLive(slower, time)) {
            return Verdict.CANNOT; // it sets the pace
        }
        boolean known = slower.progress() >= time + half || patience.hasGivenUp(slower, time, time + half);
        return known ? Verdict.OPENS : Verdict.UNDECIDED;
    }

    /** True if no frame of the sensor that is still to come is awaited for a set of that stamp. */
    private static boolean isSettled(Lane lane, long stamp, Optional<Long> nearest, Patience patience) {
        long end = stamp + lane.tolerance;
        if (nearest.isPresent()) {
            long distance = Math.abs(nearest.get() - stamp);
            end = stamp + distance;
            if (patience.isNearEnough(lane, distance)) {
                return true;
            }
        }
        // With nothing in reach, only progress beyond the tolerance excludes a frame at its very end.
        boolean passed = nearest.isPresent() ? lane.progress() >= end : lane.progress() > end;
        return passed || patience.hasGivenUp(lane, stamp, stamp + lane.tolerance);
    }

    /** Of a match's members, the frames, taken out of their lanes. */
    Map<String, FrameRef> take(Match match) {
        Map<String, FrameRef> frames = new TreeMap<>();
        for (Lane lane : lanes) {
            Long time = match.times().get(lane.name());
            if (time != null) {
                frames.put(lane.name(), lane.take(time));
            }
        }
        return frames;
    }
}
