package io.lynceus.sync;

/** How long a set waits for a sensor: the one thing in which the two modes differ. */
interface Waiting {
    /** Whether a sensor's pace counts at a capture time. */
    boolean isLive(Lane lane, long time);

    /**
     * Whether a sensor is no longer waited for.
     *
     * @param stamp of the set that waits
     * @param until capture time up to which the sensor's frames matter; at or after the stamp
     */
    boolean hasGivenUp(Lane lane, long stamp, long until);

    /** Whether a frame this far from the set's stamp is taken although a nearer one may still come. */
    boolean isNearEnough(Lane lane, long distance);

    /** The same pace, but no waiting at all. */
    default Waiting over() {
        Waiting pace = this;
        return new Waiting() {
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
