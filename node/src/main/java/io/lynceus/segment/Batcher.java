package io.lynceus.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call at a time on one accelerator for all stream threads: the sets that wait when a call ends go into the next call.
 * No set waits for a batch to fill, so a single set is never delayed for throughput.
 *
 * <p>A spare set gets a call of its own when no other set waits.
 *
 * <p>Float arithmetic depends on the batch's size in the last bits. Where the same replay must give the same bytes, use
 * {@code maxSets} 1.
 *
 * <p>Thread safety: {@link #submit} from any thread; the segmenter is used by the batcher's own thread only, which also closes
 * it.
 */
public final class Batcher implements Network, AutoCloseable {
    /**
     * The state of the accelerator.
     *
     * @param isCalling whether a call is under way
     * @param sinceNanos time since that call began, or, if there is none, since the last call ended
     * @param longestNanos the longest call that has ended
     */
    public record Pulse(boolean isCalling, long sinceNanos, long longestNanos) {}

    private record QueuedSet(SetInput set, CompletableFuture<Mask> answer, long since) {}

    private final Segmenter segmenter;
    private final int maxSets;
    private final LongSupplier nanoClock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition handedIn = lock.newCondition();
    /** Guarded by the lock, as are the next two. */
    private final Deque<QueuedSet> queue = new ArrayDeque<>();

    private @Nullable QueuedSet spare;
    private boolean closed;
    /** The last change; here {@link Pulse#sinceNanos} holds the time of the change itself. */
    private volatile Pulse changed;

    /**
     * Takes ownership of the segmenter.
     *
     * @param maxSets sets in one call, at most
     * @param nanoClock monotonic nanoseconds
     */
    public Batcher(Segmenter segmenter, int maxSets, LongSupplier nanoClock) {
        this.segmenter = segmenter;
        this.maxSets = maxSets;
        this.nanoClock = nanoClock;
        this.changed = new Pulse(false, nanoClock.getAsLong(), 0);
        this.thread = new Thread(this::serve, "batcher");
        thread.start();
    }

    @Override
    public ModelCard card() {
        return segmenter.card();
    }

    public String provider() {
        return segmenter.provider();
    }

    /** Returns the state of the accelerator at this moment. */
    public Pulse pulse() {
        Pulse last = changed;
        return new Pulse(last.isCalling, nanoClock.getAsLong() - last.sinceNanos, last.longestNanos);
    }

    @Override
    public CompletableFuture<Mask> submit(SetInput set) {
        QueuedSet queued = new QueuedSet(set, new CompletableFuture<>(), nanoClock.getAsLong());
        lock.lock();
        try {
            requireOpen();
            queue.add(queued);
            handedIn.signal();
        } finally {
            lock.unlock();
        }
        return queued.answer;
    }

    @Override
    public CompletableFuture<Mask> submitSpare(SetInput set) {
        QueuedSet queued = new QueuedSet(set, new CompletableFuture<>(), nanoClock.getAsLong());
        lock.lock();
        try {
            requireOpen();
            if (spare != null) {
                throw new RejectedExecutionException("another spare set waits; hand one in at a time");
            }
            spare = queued;
            handedIn.signal();
        } finally {
            lock.unlock();
        }
        return queued.answer;
    }

    private void requireOpen() {
        if (closed) {
            throw new RejectedExecutionException("the batcher is closed");
        }
    }

    /** Waits for an answer of {@link #submit}; throws what {@link Segmenter#segment} threw. */
    public static Mask await(CompletableFuture<Mask> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Finishes what is queued, except for a spare set, then closes the segmenter. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            handedIn.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        segmenter.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        List<QueuedSet> batch = next();
        while (!batch.isEmpty()) {
            answer(batch);
            batch = next();
        }
    }

    /** Waits for the sets of the next call; returns none when the batcher is closed. */
    private List<QueuedSet> next() {
        List<QueuedSet> batch = new ArrayList<>();
        lock.lock();
        try {
            while (queue.isEmpty() && spare == null && !closed) {
                handedIn.awaitUninterruptibly();
            }
            while (!queue.isEmpty() && batch.size() < maxSets) {
                batch.add(queue.remove());
            }
            QueuedSet waiting = spare;
            if (waiting != null && batch.isEmpty() && !closed) {
                spare = null;
                batch.add(waiting);
            } else if (waiting != null && closed) {
                spare = null;
                waiting.answer.completeExceptionally(new RejectedExecutionException("the batcher is closed"));
            }
        } finally {
            lock.unlock();
        }
        return batch;
    }

    private void answer(List<QueuedSet> batch) {
        long start = nanoClock.getAsLong();
        long longest = changed.longestNanos;
        changed = new Pulse(true, start, longest);
        try {
            List<Mask> masks =
                    segmenter.segment(batch.stream().map(QueuedSet::set).toList());
            for (int i = 0; i < batch.size(); i++) {
                QueuedSet queued = batch.get(i);
                queued.answer.complete(masks.get(i).queuedFor(start - queued.since));
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(queued -> queued.answer.completeExceptionally(e));
        } finally {
            long end = nanoClock.getAsLong();
            changed = new Pulse(false, end, Math.max(longest, end - start));
        }
    }
}
