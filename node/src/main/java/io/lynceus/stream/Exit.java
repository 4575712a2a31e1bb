package io.lynceus.stream;

import io.lynceus.health.HealthSnapshot;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.FrameSet;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.util.SortedMap;

/** A set or a single frame on its way out; its frames have been judged. */
sealed interface Exit {
    /** Returns the sensors' health after its frames were judged, and before those of the next exit. */
    HealthSnapshot health();

    /** Returns true if its end takes no waiting. */
    boolean isDone();

    boolean holds(FrameRef frame);

    /** Returns true if it has a frame of that sensor. */
    boolean has(String sensor);

    /**
     * A frame without a set.
     *
     * @param decided by the matcher
     * @param fate malformed if it cannot be decoded, else what was decided
     */
    record Alone(FrameRef frame, Fate decided, Fate fate, HealthSnapshot health) implements Exit {
        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public boolean holds(FrameRef other) {
            return frame.equals(other);
        }

        @Override
        public boolean has(String sensor) {
            return frame.sensor().equals(sensor);
        }
    }

    /** Several frames that leave together. */
    sealed interface OfSet extends Exit {
        FrameSet set();

        @Override
        default boolean holds(FrameRef frame) {
            FrameSet.Member member = set().members().get(frame.sensor());
            return member != null && member.frame().equals(frame);
        }

        @Override
        default boolean has(String sensor) {
            return set().members().containsKey(sensor);
        }
    }

    /**
     * A set that the network has.
     *
     * @param begun when the network got it
     * @param frames all of the set's frames by sensor, decoded or malformed
     */
    record Segmented(
            FrameSet set,
            Stamp begun,
            SetSegmentation segmentation,
            SortedMap<String, Decoded> frames,
            HealthSnapshot health)
            implements OfSet {
        @Override
        public boolean isDone() {
            return segmentation.isDone();
        }
    }

    /** A set that is not segmented. */
    record Dropped(FrameSet set, SortedMap<String, Fate> fates, HealthSnapshot health) implements OfSet {
        @Override
        public boolean isDone() {
            return true;
        }
    }
}
