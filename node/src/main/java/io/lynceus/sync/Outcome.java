package io.lynceus.sync;

import java.util.function.Function;

/** What a call to the {@link Synchronizer} brought about, in order. */
public sealed interface Outcome {
    <T> T match(Function<FrameEnded, T> frame, Function<SetEnded, T> set);

    /** How a frame ends; exactly one applies to each (R1). */
    enum Fate {
        /** It is in a set. */
        MATCHED,
        /** A faster sensor's frame that no set needed. */
        SURPLUS,
        /** It came after its set had left. */
        LATE,
        /** No set that it could be in may be formed. */
        EXPIRED,
        /** It has been here already. */
        DUPLICATE,
        /** Its stamp or its content cannot be used. */
        MALFORMED,
        /** Its set was dropped under overload. */
        SHED
    }

    /** How a set ends. */
    enum SetKind {
        /** Every configured sensor is in it. */
        COMPLETE,
        /** Some are missing. */
        PARTIAL,
        /** A required sensor is missing: nobody should work on it, and its frames are expired. */
        EXPIRED
    }

    /**
     * The end of a frame that is in no set.
     *
     * @param reason in words
     */
    record FrameEnded(FrameRef frame, Fate fate, String reason) implements Outcome {
        @Override
        public <T> T match(Function<FrameEnded, T> frame, Function<SetEnded, T> set) {
            return frame.apply(this);
        }
    }

    /** A set, and with it the end of its frames: matched, or expired if the set is. */
    record SetEnded(FrameSet set, SetKind kind) implements Outcome {
        @Override
        public <T> T match(Function<FrameEnded, T> frame, Function<SetEnded, T> set) {
            return set.apply(this);
        }
    }
}
