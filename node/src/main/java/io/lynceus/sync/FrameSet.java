package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Frames of one moment, at most one of each sensor.
 *
 * @param stamp capture time of the frame that opened the set, less its sensor's offset; unique within an epoch
 * @param members by sensor, at least one
 * @param missing configured sensors without a frame here
 */
public record FrameSet(Stamp stamp, SortedMap<String, Member> members, Set<String> missing) {
    /**
     * A frame in a set.
     *
     * @param skewNanos its capture time, less its sensor's offset, minus the set's stamp
     */
    public record Member(FrameRef frame, long skewNanos) {}

    /** A sensor's frame, if it is here. */
    public Optional<Member> member(String sensor) {
        return Optional.ofNullable(members.get(sensor));
    }

    /** Every configured sensor is in it. */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** Frames by sensor. */
    public Map<String, FrameRef> frames() {
        return members.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, member -> member.getValue().frame()));
    }

    /** Largest skew of a member, nanoseconds. */
    public long skewNanos() {
        return members.values().stream()
                .mapToLong(member -> Math.abs(member.skewNanos()))
                .max()
                .orElse(0);
    }
}
