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
 * uses those that count for it.
 *
 * <p>Thread safety: one thread.
 */
sealed interface HealthFeed {
    /** A frame has come. */
    void arrived(FrameRef frame);

    /** A frame has ended without a set. */
    void ended(FrameRef frame, Fate fate);

    /** A set has left the matcher. */
    List<Transition> left(FrameSet set);

    /** Time has passed. */
    List<Transition> passed(RigClock clock);

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
        public void ended(FrameRef frame, Fate fate) {
            // its arrival has counted
        }

        @Override
        public List<Transition> left(FrameSet set) {
            return List.of();
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
    final class BySet implements HealthFeed {
        private final HealthMonitor monitor;

        BySet(HealthMonitor monitor) {
            this.monitor = monitor;
        }

        @Override
        public void arrived(FrameRef frame) {
            // counts when its set leaves
        }

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

        @Override
        public List<Transition> passed(RigClock clock) {
            return List.of();
        }
    }
}
