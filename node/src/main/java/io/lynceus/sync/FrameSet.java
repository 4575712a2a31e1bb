package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Holds frames of one moment, at most one for each sensor.
 *
 * @param stamp capture time of the frame that opened the set, less its sensor's offset; unique within an epoch
 * @param members by sensor, at least one
 * @param missing configured sensors that have no frame in the set
 */
public record FrameSet(Stamp stamp, SortedMap<String, Member> members, Set<String> missing) {
    /**
     * A frame in a set.
     *
     * @param skewNanos its capture time, less its sensor's offset, minus the set's stamp
     */
    public record Member(FrameRef frame, long skewNanos) {}

    /** Returns true if every configured sensor is in the set. */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** Returns the frames by sensor. */
    public Map<String, FrameRef> frames() {
        return members.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, member -> member.getValue().frame()));
    }
}
