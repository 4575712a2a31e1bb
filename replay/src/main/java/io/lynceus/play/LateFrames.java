package io.lynceus.play;

import io.lynceus.dataset.RecordedFrame;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** Queues frames that leave after their turn, by the time at which they leave. One thread. */
final class LateFrames {
    /**
     * A frame in the queue.
     *
     * @param at recorded nanoseconds since playing began at which it leaves
     */
    record LateFrame(RecordedFrame frame, long at, long order) {}

    private final PriorityQueue<LateFrame> held =
            new PriorityQueue<>(Comparator.comparingLong(LateFrame::at).thenComparingLong(LateFrame::order));
    private long count;

    void add(RecordedFrame frame, long at) {
        held.add(new LateFrame(frame, at, count++));
    }

    /** Takes the next frame that leaves not later than a time, if there is one. */
    Optional<LateFrame> poll(long until) {
        LateFrame next = held.peek();
        if (next == null || next.at() > until) {
            return Optional.empty();
        }
        held.remove();
        return Optional.of(next);
    }
}
