package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.util.Collection;
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
    boolean tick(Stamp now, Collection<Lane> lanes) {
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
    boolean mayBeginEpoch(Collection<Lane> lanes) {
        return lanes.stream().allMatch(lane -> lane.guard().isAhead())
                || lanes.stream()
                        .anyMatch(lane -> lane.guard().isAhead() && lane.guard().aheadSpan() >= patience);
    }

    @Override
    long tooLateToOpen(Collection<Lane> lanes) {
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
