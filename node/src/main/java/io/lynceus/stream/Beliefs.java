package io.lynceus.stream;

import io.lynceus.health.HealthMonitor;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings the quality that the network gave to frames back to the health monitor, two sets later. How soon a mask is finished depends
 * on the machine's load; that the set before the last is finished when a set begins does not, so that in complete mode the same
 * recording gives the same states.
 *
 * <p>Thread safety: one thread.
 */
final class Beliefs {
    private static final int SETS_LATER = 2;

    private record Belief(long set, SortedMap<String, Float> qualities) {}

    private final HealthMonitor health;
    private final Deque<Belief> waiting = new ArrayDeque<>();
    /** Qualities of the last sets that are finished. */
    private final Deque<SortedMap<String, Float>> last = new ArrayDeque<>();

    private long begun;
    private long finished;

    Beliefs(HealthMonitor health) {
        this.health = health;
    }

    /** Takes note that the next set begins, before its frames are judged. */
    void begin() {
        begun++;
        while (!waiting.isEmpty() && waiting.getFirst().set <= begun - SETS_LATER) {
            waiting.removeFirst().qualities.forEach(health::believed);
        }
    }

    /** Takes the message of the next set that is finished; sets finish in the order in which they begin. */
    void finish(Segmentation message) {
        finished++;
        SortedMap<String, Float> qualities = new TreeMap<>();
        message.getContributionsList().stream()
                .filter(Contribution::hasQuality)
                .forEach(contribution -> qualities.put(contribution.getSensor(), contribution.getQuality()));
        waiting.addLast(new Belief(finished, qualities));
        last.addLast(qualities);
        if (last.size() > SETS_LATER) {
            last.removeFirst();
        }
    }

    /** Returns the qualities of the last two finished sets by sensor, the older set first: what the next two sets need. */
    List<SortedMap<String, Float>> last() {
        return List.copyOf(last);
    }

    /** Goes on, before the first set, after the sets that {@link #last} told of. */
    void restore(List<SortedMap<String, Float>> before) {
        long set = 1L - before.size();
        for (SortedMap<String, Float> qualities : before) {
            waiting.addLast(new Belief(set, qualities));
            last.addLast(qualities);
            set++;
        }
    }
}
