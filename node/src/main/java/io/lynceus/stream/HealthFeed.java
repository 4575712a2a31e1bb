package io.lynceus.stream;

import io.lynceus.health.HealthMonitor;
import io.lynceus.health.Transition;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.FrameSet;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.RigClock;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tells a health monitor which sensors send and how time passes. The pipeline calls every method at its moment; a regime's feed
 * overrides those that count for it.
 *
 * <p>Thread safety: one thread.
 */
sealed interface HealthFeed {
    /** Takes note that a frame has come. */
    default void arrived(FrameRef frame) {}

    /** Takes note that a frame has ended without a set. */
    default void ended(FrameRef frame, Fate fate) {}

    /** Takes a set that has left the matcher. */
    default List<Transition> left(FrameSet set) {
        return List.of();
    }

    /** Lets time pass. */
    default List<Transition> passed(RigClock clock) {
        return List.of();
    }

    /** Counts arrivals, and calls sensors silent by the rig's clock. */
    final class ByArrival implements HealthFeed {
        private static final Duration SENSORS_START_WITHIN = Duration.ofSeconds(5);

        private final HealthMonitor monitor;
        /** Before this time no sensor is called silent, because a sensor may start after the node does. */
        private Optional<Stamp> watchFrom = Optional.empty();

        ByArrival(HealthMonitor monitor) {
            this.monitor = monitor;
        }

        @Override
        public void arrived(FrameRef frame) {
            monitor.alive(frame.sensor(), frame.stamp());
        }

        @Override
        public List<Transition> passed(RigClock clock) {
            Stamp present = clock.present();
            if (watchFrom.isEmpty()) {
                watchFrom = Optional.of(present.plus(SENSORS_START_WITHIN));
            }
            return present.isBefore(watchFrom.orElseThrow())
                    ? List.of()
                    : monitor.advance(clock.input(), Duration.ofNanos(present.nanosSince(clock.input())));
        }
    }

    /**
     * Counts frames as sets take or leave them, and lets time pass with the sets. The streams of a recording may have been read
     * unevenly far; only the order of the sets is the same in every replay.
     */
    record BySet(HealthMonitor monitor) implements HealthFeed {
        @Override
        public void ended(FrameRef frame, Fate fate) {
            if (fate == Fate.SURPLUS) {
                monitor.alive(frame.sensor(), frame.stamp());
            }
        }

        @Override
        public List<Transition> left(FrameSet set) {
            set.frames().forEach((sensor, frame) -> monitor.alive(sensor, frame.stamp()));
            return monitor.advance(set.stamp());
        }
    }
}
