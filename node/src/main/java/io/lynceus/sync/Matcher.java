package io.lynceus.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides when a set may be formed and what is in it; {@link Synchronizer} states the rules. */
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
     * Returns the next set, if it is decided by what is known.
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

    /** Returns the sensor's earliest frame that opens a set, or that may yet prove to. */
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

    /** Returns whether a slower sensor lets a frame open a set at that time. */
    private Verdict besideSlower(Lane slower, long time, OptionalLong last, Patience patience) {
        long half = slower.period / 2;
        if (slower.hasSeenBetween(time - half, time + half)) {
            return Verdict.CANNOT; // the slower sensor's frame opens the set
        }
        if (last.isPresent() && time < last.getAsLong() + slower.period && patience.isLive(slower, time)) {
            return Verdict.CANNOT; // the slower sensor sets the pace
        }
        boolean known = slower.progress() >= time + half || patience.hasGivenUp(slower, time, time + half);
        return known ? Verdict.OPENS : Verdict.UNDECIDED;
    }

    /** Returns true if a set of that stamp does not wait for any frame of the sensor that is still to come. */
    private static boolean isSettled(Lane lane, long stamp, Optional<Long> nearest, Patience patience) {
        long end = stamp + lane.tolerance;
        if (nearest.isPresent()) {
            long distance = Math.abs(nearest.get() - stamp);
            end = stamp + distance;
            if (patience.isNearEnough(lane, distance)) {
                return true;
            }
        }
        // Without a frame within the tolerance, one at its very end is excluded only by progress beyond it.
        boolean passed = nearest.isPresent() ? lane.progress() >= end : lane.progress() > end;
        return passed || patience.hasGivenUp(lane, stamp, stamp + lane.tolerance);
    }

    /** Takes the frames of a match out of their lanes. */
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
