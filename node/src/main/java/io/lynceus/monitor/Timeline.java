package io.lynceus.monitor;

import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.wire.Stamp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The transitions of a rig's sensors in the last hour, oldest first.
 *
 * <p>Thread safety: any thread.
 */
final class Timeline {
    static final long HOUR_NANOS = 3_600_000_000_000L;

    private static final int MOST = 5_000;

    /** @param atMs capture time in Unix milliseconds */
    record Entry(long atMs, String sensor, String from, String to, String reason) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long version;

    synchronized void add(SensorHealth change) {
        Stamp at = Stamp.of(change.getTimestamp());
        entries.addLast(new Entry(
                at.toMillis(), change.getSensor(), word(change.getFrom()), word(change.getTo()), change.getReason()));
        long oldest = at.plusNanos(-HOUR_NANOS).toMillis();
        while (entries.size() > MOST || entries.getFirst().atMs() < oldest) {
            entries.removeFirst();
        }
        version++;
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Returns a number that changes with each new entry. */
    synchronized long version() {
        return version;
    }

    /** Returns a state's name for users, such as {@code silent}. */
    static String word(SensorState state) {
        return state.name().replace("SENSOR_STATE_", "").toLowerCase(Locale.ROOT);
    }
}
