package io.lynceus.sync;

import io.lynceus.wire.Stamp;

/**
 * One frame, by where its record lies.
 *
 * @param stamp capture time by the sensor's own clock
 */
public record FrameRef(String rig, String sensor, Stamp stamp, int partition, long offset) {
    @Override
    public String toString() {
        return rig + '/' + sensor + " at " + stamp + " (partition " + partition + ", offset " + offset + ')';
    }
}
