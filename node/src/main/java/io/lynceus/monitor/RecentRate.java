package io.lynceus.monitor;

import io.lynceus.wire.Stamp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How often something happens, over the last seconds of capture time.
 *
 * <p>Thread safety: one thread.
 */
final class RecentRate {
    /** Long enough for a steady figure, short enough to see a fall. */
    static final long WINDOW_NANOS = 4_000_000_000L;

    private static final int MOST = 1_000;

    private final Deque<Stamp> stamps = new ArrayDeque<>();

    /** Takes note that it happened; forgets what came before the window, but not the last time. */
    void happened(Stamp at) {
        long since = stamps.isEmpty() ? 1 : at.nanosSince(stamps.getLast());
        if (since < -WINDOW_NANOS) {
            stamps.clear(); // a recording that began again
        } else if (since <= 0) {
            return; // a repetition after a restart
        }
        stamps.addLast(at);
        while (stamps.size() > 2 && (stamps.size() > MOST || at.nanosSince(stamps.getFirst()) > WINDOW_NANOS)) {
            stamps.removeFirst();
        }
    }

    /** Returns when it last happened. */
    Optional<Stamp> last() {
        return Optional.ofNullable(stamps.peekLast());
    }

    /** Returns times per second; 0 if it has not happened for longer than a second and three of its periods. */
    double hertz(Stamp now) {
        if (stamps.size() < 2) {
            return 0;
        }
        double period = stamps.getLast().nanosSince(stamps.getFirst()) / 1e9 / (stamps.size() - 1);
        double away = now.nanosSince(stamps.getLast()) / 1e9;
        return away > Math.max(1, 3 * period) ? 0 : 1 / period;
    }
}
