package io.lynceus.wire;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/**
 * A capture time: nanoseconds since the Unix epoch, from 1677 to 2262.
 *
 * <p>Arithmetic that leaves that range throws {@link ArithmeticException} and never wraps, so that a corrupt stamp cannot
 * become a plausible one.
 *
 * @param nanos nanoseconds since 1970-01-01T00:00:00Z
 */
public record Stamp(long nanos) implements Comparable<Stamp> {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** The epoch itself. An unset protobuf timestamp decodes to it too. */
    public static final Stamp EPOCH = new Stamp(0);

    /** Returns the stamp of a protobuf timestamp, whose {@code nanos} must lie in [0, 999,999,999]. */
    public static Stamp of(Timestamp timestamp) {
        if (timestamp.getNanos() < 0 || timestamp.getNanos() >= NANOS_PER_SECOND) {
            throw new ArithmeticException("timestamp.nanos is " + timestamp.getNanos()
                    + ", allowed are 0 to 999999999; fix the publisher's clock");
        }
        return of(timestamp.getSeconds(), timestamp.getNanos());
    }

    public static Stamp ofMillis(long millis) {
        return new Stamp(Math.multiplyExact(millis, NANOS_PER_MILLI));
    }

    public static Stamp ofSeconds(double seconds) {
        return new Stamp(Math.round(seconds * NANOS_PER_SECOND));
    }

    public static Stamp of(Instant instant) {
        return of(instant.getEpochSecond(), instant.getNano());
    }

    /** Before the epoch, counts back from the next second, because the earliest stamps' own second lies outside the range. */
    private static Stamp of(long seconds, int nanos) {
        boolean negative = seconds < 0;
        long whole = Math.multiplyExact(negative ? seconds + 1 : seconds, NANOS_PER_SECOND);
        return new Stamp(Math.addExact(whole, negative ? nanos - NANOS_PER_SECOND : nanos));
    }

    public Stamp plus(Duration duration) {
        return plusNanos(duration.toNanos());
    }

    public Stamp plusNanos(long delta) {
        return new Stamp(Math.addExact(nanos, delta));
    }

    /** Returns the nanoseconds from {@code earlier} to this stamp; negative if this stamp is the earlier one. */
    public long nanosSince(Stamp earlier) {
        return Math.subtractExact(nanos, earlier.nanos);
    }

    /** Returns the milliseconds since the epoch, rounded down: the timestamp of a Kafka record. */
    public long toMillis() {
        return Math.floorDiv(nanos, NANOS_PER_MILLI);
    }

    public Timestamp toTimestamp() {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(nanos, NANOS_PER_SECOND))
                .setNanos((int) Math.floorMod(nanos, NANOS_PER_SECOND))
                .build();
    }

    public Instant toInstant() {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    public boolean isBefore(Stamp other) {
        return nanos < other.nanos;
    }

    public boolean isAfter(Stamp other) {
        return nanos > other.nanos;
    }

    @Override
    public int compareTo(Stamp other) {
        return Long.compare(nanos, other.nanos);
    }

    /** Returns ISO 8601 in UTC with nanoseconds. */
    @Override
    public String toString() {
        return toInstant().toString();
    }
}
