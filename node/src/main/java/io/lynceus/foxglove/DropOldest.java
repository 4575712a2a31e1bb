package io.lynceus.foxglove;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A queue with limits. When it is full, the oldest entries go and are counted: a slow reader gets the newest, and nothing grows.
 * One entry always has room, however large it is.
 *
 * <p>What was offered is what was taken, what was dropped and what is held. Thread safety: any thread.
 */
public final class DropOldest<T> {
    /**
     * @param entries most entries that are held
     * @param bytes most bytes that are held
     */
    public record Limits(int entries, long bytes) {}

    /** How many entries came and what became of them. */
    public record Counts(long offered, long taken, long dropped, int held, long heldBytes) {}

    private final Limits limits;
    private final ToLongFunction<T> size;
    private final Deque<T> entries = new ArrayDeque<>();
    private long bytes;
    private long offered;
    private long taken;
    private long dropped;
    private boolean closed;

    /** @param size of an entry in bytes */
    public DropOldest(Limits limits, ToLongFunction<T> size) {
        this.limits = limits;
        this.size = size;
    }

    /** Appends an entry and drops the oldest ones if there are too many; a closed queue drops the entry itself. */
    public synchronized void offer(T entry) {
        offered++;
        if (closed) {
            dropped++;
            return;
        }
        entries.addLast(entry);
        bytes += size.applyAsLong(entry);
        while (entries.size() > 1 && (entries.size() > limits.entries() || bytes > limits.bytes())) {
            bytes -= size.applyAsLong(entries.removeFirst());
            dropped++;
        }
        notifyAll();
    }

    /** Waits for the oldest entry and takes it; empty once the queue is closed and empty. */
    public synchronized Optional<T> take() throws InterruptedException {
        while (entries.isEmpty() && !closed) {
            wait();
        }
        T entry = entries.pollFirst();
        if (entry != null) {
            bytes -= size.applyAsLong(entry);
            taken++;
        }
        return Optional.ofNullable(entry);
    }

    /** Ends the queue: what is held can still be taken, but nothing more is accepted. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Ends the queue and drops what is held. */
    public synchronized void discard() {
        dropped += entries.size();
        entries.clear();
        bytes = 0;
        close();
    }

    public synchronized Counts counts() {
        return new Counts(offered, taken, dropped, entries.size(), bytes);
    }
}
