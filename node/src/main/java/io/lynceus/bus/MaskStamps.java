package io.lynceus.bus;

import io.lynceus.wire.Stamp;
import java.util.TreeSet;

/**
 * The stamps of the masks that were seen: which is a repetition, and how far apart they are. Only the latest are kept, so that a
 * reader may run for days; a node repeats masks of its last seconds.
 *
 * <p>Pure. Thread safety: one thread.
 */
final class MaskStamps {
    /** At 10 Hz, the last seven minutes. */
    static final int KEPT = 4096;

    private final TreeSet<Stamp> latest = new TreeSet<>();
    /** Between stamps of which one at least is no longer kept. */
    private long longestBefore;

    /** Returns true if no mask of that stamp was seen among the latest. */
    boolean add(Stamp stamp) {
        if (!latest.add(stamp)) {
            return false;
        }
        if (latest.size() > KEPT) {
            Stamp oldest = latest.first();
            latest.remove(oldest);
            longestBefore = Math.max(longestBefore, latest.first().nanosSince(oldest));
        }
        return true;
    }

    /** Returns the longest time between neighbours, in nanoseconds; 0 if there are none. */
    long longestGapNanos() {
        long longest = longestBefore;
        Stamp before = null;
        for (Stamp stamp : latest) {
            longest = before == null ? longest : Math.max(longest, stamp.nanosSince(before));
            before = stamp;
        }
        return longest;
    }
}
