package io.lynceus.bench;

import io.lynceus.segment.Mask;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a node segment a given number of sets, then holds it at its next call, so that the node and the bare loop take turns on one
 * model.
 *
 * <p>Thread safety: the node calls {@link #segment}, one other thread {@link #pass}.
 */
public final class SteppedSegmenter extends BorrowedSegmenter {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long permits;
    private boolean held;
    private boolean open;

    /** @param model is closed by the caller */
    SteppedSegmenter(Segmenter model) {
        super(model);
    }

    /**
     * Lets that many calls through, and waits until the node makes one more.
     *
     * @return nanoseconds from the first call to the one that is held again: as many whole rounds of the node's work
     * @throws IllegalStateException if the node has not made it within five minutes
     */
    long pass(int calls) throws InterruptedException {
        lock.lock();
        try {
            awaitHeld();
            long start = System.nanoTime();
            permits = calls;
            held = false;
            changed.signalAll();
            awaitHeld();
            return System.nanoTime() - start;
        } finally {
            lock.unlock();
        }
    }

    /** Lets all further calls through. */
    void open() {
        lock.lock();
        try {
            open = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitHeld() throws InterruptedException {
        long left = PATIENCE.toNanos();
        while (!held) {
            if (left <= 0) {
                throw new IllegalStateException("the node has not segmented its next set after " + PATIENCE.toMinutes()
                        + " minutes; its log says why");
            }
            left = changed.awaitNanos(left);
        }
    }

    @Override
    public List<Mask> segment(List<SetInput> sets) {
        lock.lock();
        try {
            while (permits == 0 && !open) {
                held = true;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
            permits = Math.max(0, permits - 1);
        } finally {
            lock.unlock();
        }
        return model.segment(sets);
    }
}
