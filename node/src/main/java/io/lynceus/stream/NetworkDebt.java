package io.lynceus.stream;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Optional;

/**
 * How far the network has fallen behind one rig's sensors. With each set's turn the debt grows by the time since the turn before,
 * and falls by the time between the two stamps. So it tells overload from a backlog: sets that have waited during an outage are as
 * far apart in time as ever, and a network that is quick enough owes nothing while it works them off.
 *
 * <p>A set owes no more than it has waited: what is late for other reasons, such as a dead sensor's deadline, is no debt. Nor is a
 * pause of the process: a look after a pause counts for little.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class NetworkDebt {
    /** @param stamp of the last set that had its turn; empty if it was shed, because what is thrown away pays nothing back */
    private record Turn(Optional<Stamp> stamp, long owed) {}

    private final long longestLook;
    private Optional<Turn> last = Optional.empty();
    private Stamp now = Stamp.EPOCH;
    /** Time since the last turn, but for pauses. */
    private long worked;

    /** @param longestLook what a look counts for at most */
    NetworkDebt(Duration longestLook) {
        this.longestLook = longestLook.toNanos();
    }

    /** Takes a look at the clock. */
    void look(Stamp present) {
        worked += Math.max(0, Math.min(longestLook, present.nanosSince(now)));
        now = present;
    }

    /**
     * Returns what the network would owe if a set had its turn now.
     *
     * @param since when the set began to wait
     */
    Duration of(Stamp stamp, Stamp since) {
        return Duration.ofNanos(
                last.map(turn -> owed(turn, stamp, now.nanosSince(since))).orElse(0L));
    }

    private long owed(Turn turn, Stamp stamp, long waited) {
        long apart = turn.stamp.map(stamp::nanosSince).orElse(0L);
        return Math.max(0, Math.min(waited, turn.owed + worked - apart));
    }

    /** Takes note of a set's turn. */
    void turn(Stamp stamp, Stamp since) {
        begin(new Turn(Optional.of(stamp), of(stamp, since).toNanos()));
    }

    /** Takes note that a set was shed which owed so much. */
    void shed(Duration owed) {
        begin(new Turn(Optional.empty(), owed.toNanos()));
    }

    private void begin(Turn turn) {
        last = Optional.of(turn);
        worked = 0;
    }
}
