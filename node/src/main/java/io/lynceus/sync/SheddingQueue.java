package io.lynceus.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Sets that wait to be worked on, bounded: when it is full, a new one drives out the oldest (R5). With one place, the age of
 * what is worked on stays below the time that two sets take, at any load.
 *
 * <p>Not thread-safe.
 */
public final class SheddingQueue {
    private final int capacity;
    private final Deque<FrameSet> waiting = new ArrayDeque<>();

    /** @param capacity sets that may wait, 1 or more */
    public SheddingQueue(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", at least 1 is needed");
        }
        this.capacity = capacity;
    }

    /** Adds a set. Returns the one that it drove out: tell {@link Synchronizer#shed}. */
    public Optional<FrameSet> push(FrameSet set) {
        Optional<FrameSet> out = waiting.size() == capacity ? Optional.of(waiting.removeFirst()) : Optional.empty();
        waiting.addLast(set);
        return out;
    }

    /** The next set to work on, oldest first so that masks stay in order. */
    public Optional<FrameSet> poll() {
        return Optional.ofNullable(waiting.pollFirst());
    }

    public int size() {
        return waiting.size();
    }
}
