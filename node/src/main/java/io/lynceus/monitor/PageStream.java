package io.lynceus.monitor;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One open page. It holds the newest update only: a page that reads slowly misses some, and nothing piles up. One that does not read
 * at all blocks its thread until {@link #breakOff} ends that.
 *
 * <p>Thread safety: one thread takes and writes, any thread offers and breaks off.
 */
final class PageStream {
    /** Sends bytes to the page, through an interruptible channel. */
    interface Writing {
        void run() throws IOException;
    }

    private final String rig;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition offered = lock.newCondition();
    private byte @Nullable [] newest;
    /** The newest of another kind. */
    private byte @Nullable [] beside;

    /** The thread that writes at this moment, and since when. */
    private @Nullable Thread writer;

    private long writingSince;

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

    /** Replaces what of another kind has not been taken yet; updates have precedence. */
    void offerBeside(byte[] message) {
        lock.lock();
        try {
            beside = message;
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
            while (newest == null && beside == null && left > 0) {
                left = offered.awaitNanos(left);
            }
            Optional<byte[]> taken = Optional.ofNullable(newest);
            newest = null;
            if (taken.isEmpty()) {
                taken = Optional.ofNullable(beside);
                beside = null;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Writes to the page; throws {@link java.nio.channels.ClosedByInterruptException} if the page did not read for too long. */
    void write(Writing writing, long nanoTime) throws IOException {
        mark(Thread.currentThread(), nanoTime);
        try {
            writing.run();
        } finally {
            mark(null, nanoTime);
            Thread.interrupted(); // the thread serves others next
        }
    }

    private void mark(@Nullable Thread thread, long nanoTime) {
        lock.lock();
        try {
            writer = thread;
            writingSince = nanoTime;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection if a write has taken for longer. An interrupt closes the channel that a thread is blocked on. */
    void breakOff(long longestNanos, long nanoTime) {
        lock.lock();
        try {
            Thread blocked = writer;
            if (blocked != null && nanoTime - writingSince > longestNanos) {
                blocked.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
