package io.lynceus.sync;

/** What a call to the {@link Synchronizer} decided; a call returns its outcomes in order. */
public sealed interface Outcome {
    /** Hands this outcome to the handler's method for its case. */
    void handTo(Handler handler);

    /** Takes outcomes, with one method for each case. */
    interface Handler {
        void frameEnded(FrameEnded ended);

        void setEnded(SetEnded ended);
    }

    /** How a frame ends; exactly one applies to each frame (R1). */
    enum Fate {
        /** The frame is in a set. */
        MATCHED,
        /** The frame is a faster sensor's, and no set needed it. */
        SURPLUS,
        /** The frame came after its set had left. */
        LATE,
        /** The frame could only be in sets that may not be formed. */
        EXPIRED,
        /** The frame has been here already. */
        DUPLICATE,
        /** The frame's stamp or content cannot be used. */
        MALFORMED,
        /** The frame's set was dropped under overload. */
        SHED
    }

    /** How a set ends. */
    enum SetKind {
        /** Every configured sensor is in the set. */
        COMPLETE,
        /** Some sensors are missing. */
        PARTIAL,
        /** A required sensor is missing: the set is not segmented, and its frames are expired. */
        EXPIRED
    }

    /**
     * The end of a frame that is in no set.
     *
     * @param reason in words
     */
    record FrameEnded(FrameRef frame, Fate fate, String reason) implements Outcome {
        @Override
        public void handTo(Handler handler) {
            handler.frameEnded(this);
        }
    }

    /** A set that leaves, and with it the end of its frames: matched, or expired if the set is. */
    record SetEnded(FrameSet set, SetKind kind) implements Outcome {
        @Override
        public void handTo(Handler handler) {
            handler.setEnded(this);
        }
    }
}
