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
 * young}, they do so too, unless one is too old when its turn comes. So a node that comes back after an outage works off what is
 * young enough (promise R2). But if the network is slower than the sensors, the {@link NetworkDebt debt} grows, and if the node
 * reads more slowly than they send, frames come too late for long; then the rig is <i>behind</i> (promise R5): the newest set goes,
 * the others are shed, and nothing queues up in front of the network. The rig has caught up when a call ends and no set waits.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class Backlog {
    /**
     * The part of the age limit that the network may owe, and that a call may take for two sets to be under way. If it owed more, a
     * network that is hardly too slow would let all masks become as old as the limit.
     */
    private static final int PART = 4;
    /** Frames that come too late for as many age limits as this have not waited during an outage. */
    private static final int LATE_LIMITS = 2;

    /** @param since when the set left the matcher */
    private record Queued(MatchedSet set, Stamp since) {
        Stamp stamp() {
            return set.set().stamp();
        }
    }

    /**
     * A set that will not go.
     *
     * @param overload whether the network was too slow for it, or the node for its frames; false if the set came too late
     */
    record Shed(MatchedSet set, boolean overload) {}

    private final Optional<Duration> maxAge;
    private final NetworkDebt debt;
    private final Deque<Queued> waiting = new ArrayDeque<>();
    /** The set whose turn it is: it goes as soon as its frames are decoded, however long that takes. */
    private Optional<Queued> chosen = Optional.empty();

    private boolean behind;
    /** When frames began to come too late, and when the last one did. */
    private Optional<Stamp> lateSince = Optional.empty();

    private Stamp late = Stamp.EPOCH;

    private Backlog(Optional<Duration> maxAge) {
        this.maxAge = maxAge;
        this.debt = new NetworkDebt(part(maxAge.orElse(Duration.ZERO)));
    }

    /** A rule by which every set goes, in the order in which they came. */
    static Backlog inOrder() {
        return new Backlog(Optional.empty());
    }

    /** A rule by which a set goes unless it waits longer than until this age. */
    static Backlog youngerThan(Duration maxAge) {
        return new Backlog(Optional.of(maxAge));
    }

    private static Duration part(Duration maxAge) {
        return maxAge.dividedBy(PART);
    }

    void add(MatchedSet set, Stamp now) {
        waiting.addLast(new Queued(set, now));
    }

    /** Takes note that a frame came too late to be worth a set. After an outage, such frames come for a moment only. */
    void cameLate(Stamp now) {
        long limit = maxAge.map(age -> LATE_LIMITS * age.toNanos()).orElse(Long.MAX_VALUE);
        if (lateSince.isEmpty() || now.nanosSince(late) > limit) {
            lateSince = Optional.of(now);
        }
        late = now;
        behind |= now.nanosSince(lateSince.orElseThrow()) > limit;
    }

    boolean isBehind() {
        return behind;
    }

    /** Takes out the sets that will not go. */
    List<Shed> takeShed(Stamp now) {
        List<Shed> shed = new ArrayList<>();
        if (maxAge.isEmpty()) {
            return shed;
        }
        debt.look(now);
        boolean more = true;
        while (more && !waiting.isEmpty()) {
            Queued oldest = waiting.getFirst();
            Duration owed = debt.of(oldest.stamp(), oldest.since);
            behind |= owed.compareTo(part(maxAge.get())) > 0;
            more = isTooOld(oldest, now) || behind && waiting.size() > 1;
            if (more) {
                waiting.removeFirst();
                debt.shed(owed);
                shed.add(new Shed(oldest.set, behind || !owed.isZero()));
            }
        }
        return shed;
    }

    private boolean isTooOld(Queued queued, Stamp now) {
        return now.nanosSince(queued.stamp()) > maxAge.orElseThrow().toNanos();
    }

    /**
     * Takes the set that goes now, if there is one. Call {@link #takeShed} before.
     *
     * @param inFlight sets that the network has
     * @param roundTrip how long the last set was in the network; empty if it was not asked yet
     */
    Optional<MatchedSet> take(int inFlight, Optional<Duration> roundTrip) {
        if (maxAge.isEmpty()) {
            return Optional.ofNullable(waiting.pollFirst()).map(Queued::set);
        }
        if (chosen.isEmpty() && inFlight < room(roundTrip)) {
            chosen = Optional.ofNullable(waiting.pollFirst());
            behind &= chosen.isPresent() || inFlight > 0;
        }
        Optional<Queued> taken = chosen.filter(next -> next.set.isDecoded());
        taken.ifPresent(next -> {
            debt.turn(next.stamp(), next.since);
            chosen = Optional.empty();
        });
        return taken.map(Queued::set);
    }

    /** Returns 2 where a quick network would otherwise wait for the stream thread. */
    private int room(Optional<Duration> roundTrip) {
        boolean quick = roundTrip
                .filter(time -> time.compareTo(part(maxAge.orElseThrow())) <= 0)
                .isPresent();
        return quick && !behind ? 2 : 1;
    }

    /** Returns the sets that wait, in order. */
    Stream<MatchedSet> all() {
        return Stream.concat(chosen.stream(), waiting.stream()).map(Queued::set);
    }
}
