package io.lynceus.stream;

import io.lynceus.health.HealthMonitor;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Brings the quality that the network gave to frames back to the health monitor, two sets later. How soon a mask is finished depends
 * on the machine's load; that the set before the last is finished when a set begins does not, so that in complete mode the same
 * recording gives the same states.
 *
 * <p>Thread safety: one thread.
 */
final class Beliefs {
    private static final int SETS_LATER = 2;

    private record Belief(long set, List<Contribution> contributions) {}

    private final HealthMonitor health;
    private final Deque<Belief> waiting = new ArrayDeque<>();
    private long begun;
    private long finished;

    Beliefs(HealthMonitor health) {
        this.health = health;
    }

    /** Takes note that the next set begins, before its frames are judged. */
    void begin() {
        begun++;
        while (!waiting.isEmpty() && waiting.getFirst().set <= begun - SETS_LATER) {
            for (Contribution contribution : waiting.removeFirst().contributions) {
                if (contribution.hasQuality()) {
                    health.believed(contribution.getSensor(), contribution.getQuality());
                }
            }
        }
    }

    /** Takes the message of the next set that is finished; sets finish in the order in which they begin. */
    void finish(Segmentation message) {
        finished++;
        waiting.addLast(new Belief(finished, message.getContributionsList()));
    }
}
