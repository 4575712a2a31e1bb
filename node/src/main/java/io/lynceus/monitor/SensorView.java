package io.lynceus.monitor;

import io.lynceus.proto.v1.Contribution;
import io.lynceus.wire.Stamp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The state of one sensor as the page shows it: when its frames were captured, and its last frames while a page is open.
 *
 * <p>Thread safety: the feed's thread.
 */
final class SensorView {
    private static final int STAMPS = 21;
    private static final int FRAMES = 12;
    private static final long SAME_MILLIS = 3;

    /** A frame as it was received. */
    record Payload(long stampMillis, byte[] value) {}

    private final Deque<Stamp> stamps = new ArrayDeque<>();
    private final Deque<Payload> payloads = new ArrayDeque<>();
    private Optional<Payload> shown = Optional.empty();

    void frame(Payload payload) {
        payloads.addLast(payload);
        if (payloads.size() > FRAMES) {
            payloads.removeFirst();
        }
    }

    void forgetFrames() {
        payloads.clear();
        shown = Optional.empty();
    }

    /** Takes note of the sensor's frame in a set. */
    void contributed(Stamp set, Contribution contribution) {
        if (contribution.getMatched()) {
            stamps.addLast(set.plusNanos(contribution.getSkewNanos()));
            if (stamps.size() > STAMPS) {
                stamps.removeFirst();
            }
        }
    }

    /** Returns the capture time of its last frame in a set. */
    Optional<Stamp> last() {
        return Optional.ofNullable(stamps.peekLast());
    }

    /** Returns the frames in sets per second, over the last ones; 0 if the sensor has been absent for longer than these took. */
    double rate(Stamp now) {
        if (stamps.size() < 2) {
            return 0;
        }
        double span = stamps.getLast().nanosSince(stamps.getFirst()) / 1e9;
        double period = span / (stamps.size() - 1);
        double away = now.nanosSince(stamps.getLast()) / 1e9;
        return span <= 0 || away > Math.max(1, 3 * period) ? 0 : 1 / period;
    }

    /**
     * Returns the frame to show with a set: the one in it, else the newest received frame from before it. Each frame is returned
     * once.
     *
     * @param offsetMillis of the sensor: its stamps are that much later than the capture times that the set goes by
     */
    Optional<Payload> picture(Stamp set, Contribution contribution, long offsetMillis) {
        long at = set.plusNanos(contribution.getSkewNanos()).toMillis() + offsetMillis;
        Optional<Payload> found = contribution.getMatched()
                ? payloads.stream()
                        .filter(p -> Math.abs(p.stampMillis() - at) <= SAME_MILLIS)
                        .findFirst()
                : Optional.empty();
        Optional<Payload> chosen = found.or(() -> Optional.ofNullable(payloads.peekLast()));
        boolean repeats = chosen.equals(shown);
        shown = chosen;
        return repeats ? Optional.empty() : chosen;
    }
}
