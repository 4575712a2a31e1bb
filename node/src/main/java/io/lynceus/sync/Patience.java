package io.lynceus.sync;

/** Tells the matcher how long a set waits for a sensor. */
interface Patience {
    /** Returns whether a sensor's pace counts at a capture time. */
    boolean isLive(Lane lane, long time);

    /**
     * Returns whether a sensor is no longer waited for.
     *
     * @param stamp of the set that waits
     * @param until capture time up to which the sensor's frames matter; at or after the stamp
     */
    boolean hasGivenUp(Lane lane, long stamp, long until);

    /** Returns whether a frame this far from the set's stamp is taken although a nearer one may still come. */
    boolean isNearEnough(Lane lane, long distance);

    /** Returns a patience with the same pace that does not wait at all. */
    default Patience exhausted() {
        Patience pace = this;
        return new Patience() {
            @Override
            public boolean isLive(Lane lane, long time) {
                return pace.isLive(lane, time);
            }

            @Override
            public boolean hasGivenUp(Lane lane, long stamp, long until) {
                return true;
            }

            @Override
            public boolean isNearEnough(Lane lane, long distance) {
                return true;
            }
        };
    }
}
