package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.util.Optional;

/** Waits by the progress of the streams alone, so that a replay's rate changes nothing; see {@link WaitingRule#complete}. */
final class CompleteWaiting extends WaitingRule {
    private final long patience;
    private final long forwardJump;
    private long foremost = Lane.NEVER;

    CompleteWaiting(SyncConfig.Bounds bounds) {
        this.patience = bounds.patience().toNanos();
        this.forwardJump = bounds.forwardJump().toNanos();
    }

    @Override
    long forwardJump() {
        return forwardJump;
    }

    @Override
    boolean tick(Stamp now, Lane[] lanes) {
        return false;
    }

    @Override
    void arrived(Lane lane) {
        // only capture times count
    }

    @Override
    void progressed(long newForemost) {
        foremost = newForemost;
    }

    @Override
    Optional<String> refusal(long nanos, Stamp now) {
        return Optional.empty();
    }

    @Override
    boolean mayBeginEpoch(Lane[] lanes) {
        boolean all = true;
        for (Lane lane : lanes) {
            if (lane.guard().isAhead() && lane.guard().aheadSpan() >= patience) {
                return true;
            }
            all &= lane.guard().isAhead();
        }
        return all;
    }

    @Override
    long tooLateToOpen(Lane[] lanes) {
        return Lane.NEVER;
    }

    @Override
    public boolean isLive(Lane lane, long time) {
        return lane.isLiveAt(time);
    }

    @Override
    public boolean hasGivenUp(Lane lane, long stamp, long until) {
        return foremost >= until + patience;
    }

    @Override
    public boolean isNearEnough(Lane lane, long distance) {
        return false;
    }
}
