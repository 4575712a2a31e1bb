package io.lynceus.sync;

/** Waiting by the progress of the streams: until the foremost one is ahead by the configured patience. */
final class CompleteWaiting implements Waiting {
    private final long patience;
    private long foremost = Lane.NEVER;

    CompleteWaiting(long patience) {
        this.patience = patience;
    }

    /** @param progress latest capture time of any sensor */
    void advance(long progress) {
        foremost = progress;
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
