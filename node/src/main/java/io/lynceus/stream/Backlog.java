package io.lynceus.stream;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One rig's sets that wait for the network, and the rule for which of them goes next.
 *
 * <p>{@link #inOrder Where nothing may be lost}, sets go in the order in which they come. {@link #youngerThan Where masks must be
 * young}, they do so too, until one of them is too old. From then on the rig is <i>behind</i>: the newest set goes, the others are
 * shed, and nothing queues up in front of the network. The rig has caught up when a call ends and no set waits.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class Backlog {
    /** A set queues up behind another only where sets are out of the network within this part of their age limit. */
    private static final int QUICK_PART = 4;

    private final Optional<Duration> maxAge;
    private final Deque<MatchedSet> waiting = new ArrayDeque<>();
    /** The set whose turn it is: it goes as soon as its frames are decoded, however long that takes. */
    private Optional<MatchedSet> chosen = Optional.empty();

    private boolean behind;

    private Backlog(Optional<Duration> maxAge) {
        this.maxAge = maxAge;
    }

    /** A rule by which every set goes, in the order in which they came. */
    static Backlog inOrder() {
        return new Backlog(Optional.empty());
    }

    /** A rule by which a set goes unless it waits longer than until this age. */
    static Backlog youngerThan(Duration maxAge) {
        return new Backlog(Optional.of(maxAge));
    }

    void add(MatchedSet set) {
        waiting.addLast(set);
    }

    /** Takes note that frames came too late to be worth a set. */
    void fallBehind() {
        behind = maxAge.isPresent();
    }

    boolean isBehind() {
        return behind;
    }

    /** Takes out the sets that will not go. */
    List<MatchedSet> takeShed(Stamp now) {
        List<MatchedSet> shed = new ArrayList<>();
        if (!waiting.isEmpty() && isTooOld(waiting.getFirst(), now)) {
            behind = true;
        }
        while (behind && (waiting.size() > 1 || (!waiting.isEmpty() && isTooOld(waiting.getFirst(), now)))) {
            shed.add(waiting.removeFirst());
        }
        return shed;
    }

    private boolean isTooOld(MatchedSet set, Stamp now) {
        return maxAge.isPresent()
                && set.set()
                        .stamp()
                        .isBefore(now.plusNanos(-maxAge.orElseThrow().toNanos()));
    }

    /**
     * Takes the set that goes now, if there is one. Call {@link #takeShed} before.
     *
     * @param inFlight sets that the network has
     * @param roundTrip how long the last set was in the network; empty if it was not asked yet
     */
    Optional<MatchedSet> take(int inFlight, Optional<Duration> roundTrip) {
        if (maxAge.isEmpty()) {
            return Optional.ofNullable(waiting.pollFirst());
        }
        if (chosen.isEmpty() && inFlight < room(roundTrip)) {
            chosen = Optional.ofNullable(waiting.pollFirst());
            behind &= chosen.isPresent() || inFlight > 0;
        }
        Optional<MatchedSet> taken = chosen.filter(MatchedSet::isDecoded);
        if (taken.isPresent()) {
            chosen = Optional.empty();
        }
        return taken;
    }

    /** Returns 2 where a quick network would otherwise wait for the stream thread. */
    private int room(Optional<Duration> roundTrip) {
        boolean quick = roundTrip
                .filter(time -> time.multipliedBy(QUICK_PART).compareTo(maxAge.orElseThrow()) <= 0)
                .isPresent();
        return quick && !behind ? 2 : 1;
    }

    /** Returns the sets that wait, in order. */
    Stream<MatchedSet> all() {
        return Stream.concat(chosen.stream(), waiting.stream());
    }
}
