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
    private static final int FRAMES = 12;
    private static final long SAME_MILLIS = 3;

    /** A frame as it was received. */
    record Payload(long stampMillis, byte[] value) {}

    private final RecentRate rate = new RecentRate();
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
            rate.happened(set.plusNanos(contribution.getSkewNanos()));
        }
    }

    /** Returns the capture time of its last frame in a set. */
    Optional<Stamp> last() {
        return rate.last();
    }

    /** Returns the frames in sets per second, over the last seconds before a set. */
    double rate(Stamp set) {
        return rate.hertz(set);
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
