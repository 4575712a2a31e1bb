package io.lynceus.sync;

import io.lynceus.wire.Stamp;

/**
 * Refers to one frame without holding its bytes.
 *
 * @param stamp capture time by the sensor's own clock
 * @param address where the frame's record lies
 */
public record FrameRef(String rig, String sensor, Stamp stamp, RecordAddress address) {
    @Override
    public String toString() {
        return rig + '/' + sensor + " at " + stamp + " (" + address + ')';
    }
}
