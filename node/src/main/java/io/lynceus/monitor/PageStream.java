package io.lynceus.monitor;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One open page. It holds the newest update only: a page that reads slowly misses some, and nothing piles up.
 *
 * <p>Thread safety: one thread takes, any thread offers.
 */
final class PageStream {
    private final String rig;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition offered = lock.newCondition();
    private byte @Nullable [] newest;

    PageStream(String rig) {
        this.rig = rig;
    }

    String rig() {
        return rig;
    }

    /** Replaces what has not been taken yet. */
    void offer(byte[] update) {
        lock.lock();
        try {
            newest = update;
            offered.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the newest update and returns it; empty if none came in time. */
    Optional<byte[]> take(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (newest == null && left > 0) {
                left = offered.awaitNanos(left);
            }
            Optional<byte[]> taken = Optional.ofNullable(newest);
            newest = null;
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
