package io.lynceus.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Makes one call at a time on one accelerator for all stream threads: the sets that wait when a call ends go into the next call.
 * No set waits for a batch to fill, so a single set is never delayed for throughput.
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
    private final BlockingQueue<QueuedSet> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    /** The last change; here {@link Pulse#sinceNanos} holds the time of the change itself. */
    private volatile Pulse changed;

    private volatile boolean closed;

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
        queue.add(queued);
        if (closed && queue.remove(queued)) {
            throw new RejectedExecutionException("the batcher is closed");
        }
        return queued.answer;
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

    /** Finishes what is queued, then closes the segmenter. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
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
        List<QueuedSet> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                batch.add(closed ? queue.remove() : queue.take());
            } catch (InterruptedException e) {
                continue; // close() asks for another look at the loop's condition
            }
            queue.drainTo(batch, maxSets - 1);
            answer(batch);
            batch.clear();
        }
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
