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
 * young}, they do so too, until one of them is too old or has waited for too long, which more than a burst is needed for. From then
 * on the rig is <i>behind</i>: the newest set goes, the others are shed, and nothing queues up in front of the network. The rig has
 * caught up when a call ends and no set waits.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class Backlog {
    /**
     * The part of the age limit that a set may spend in front of the network. If sets waited for longer, a network that is hardly
     * too slow would let all masks become as old as the limit, and then lose a whole queue at once.
     */
    private static final int WAITING_PART = 4;

    /** @param since when the set left the matcher */
    private record Queued(MatchedSet set, Stamp since) {}

    private final Optional<Duration> maxAge;
    private final Deque<Queued> waiting = new ArrayDeque<>();
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

    void add(MatchedSet set, Stamp now) {
        waiting.addLast(new Queued(set, now));
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
        if (maxAge.isEmpty() || waiting.isEmpty()) {
            return shed;
        }
        long limit = maxAge.orElseThrow().toNanos();
        Queued oldest = waiting.getFirst();
        behind |= isTooOld(oldest, limit, now) || now.nanosSince(oldest.since) > limit / WAITING_PART;
        while (behind && (waiting.size() > 1 || (!waiting.isEmpty() && isTooOld(waiting.getFirst(), limit, now)))) {
            shed.add(waiting.removeFirst().set);
        }
        return shed;
    }

    private static boolean isTooOld(Queued queued, long limit, Stamp now) {
        return now.nanosSince(queued.set.set().stamp()) > limit;
    }

    /**
     * Takes the set that goes now, if there is one. Call {@link #takeShed} before.
     *
     * @param inFlight sets that the network has
     * @param roundTrip how long the last set was in the network; empty if it was not asked yet
     */
    Optional<MatchedSet> take(int inFlight, Optional<Duration> roundTrip) {
        if (maxAge.isEmpty()) {
            return next();
        }
        if (chosen.isEmpty() && inFlight < room(roundTrip)) {
            chosen = next();
            behind &= chosen.isPresent() || inFlight > 0;
        }
        Optional<MatchedSet> taken = chosen.filter(MatchedSet::isDecoded);
        if (taken.isPresent()) {
            chosen = Optional.empty();
        }
        return taken;
    }

    private Optional<MatchedSet> next() {
        return Optional.ofNullable(waiting.pollFirst()).map(Queued::set);
    }

    /** Returns 2 where a quick network would otherwise wait for the stream thread. */
    private int room(Optional<Duration> roundTrip) {
        boolean quick = roundTrip
                .filter(time -> time.multipliedBy(WAITING_PART).compareTo(maxAge.orElseThrow()) <= 0)
                .isPresent();
        return quick && !behind ? 2 : 1;
    }

    /** Returns the sets that wait, in order. */
    Stream<MatchedSet> all() {
        return Stream.concat(chosen.stream(), waiting.stream().map(Queued::set));
    }
}
