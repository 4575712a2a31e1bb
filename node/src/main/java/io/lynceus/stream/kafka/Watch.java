package io.lynceus.stream.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Watches that something still answers, by asking it twice a second.
 *
 * <p>Thread safety: any thread; a daemon thread of its own asks.
 */
final class Watch implements AutoCloseable {
    /** Time without an answer after which it counts as gone. */
    static final Duration GONE = Duration.ofSeconds(3);

    private static final int ASK_MILLIS = 500;

    /** What is asked. */
    interface Question extends AutoCloseable {
        /** Returns the name of who is asked, such as {@code the broker}. */
        String whom();

        /** Returns what to do if there is no answer. */
        String remedy();

        /** Returns if there is an answer; throws, saying what is wrong, if there is none. */
        void ask() throws Exception;

        @Override
        void close();
    }

    private final Question question;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService thread;
    private volatile long seen;
    private volatile String lastTrouble = "";

    /**
     * Owns the question and the thread that asks it.
     *
     * @param nanoClock monotonic nanoseconds
     */
    Watch(Question question, LongSupplier nanoClock, ScheduledExecutorService thread) {
        this.question = question;
        this.nanoClock = nanoClock;
        this.thread = thread;
        this.seen = nanoClock.getAsLong();
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(this::look, 0, ASK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Watches by the system's clock, in a thread of that name. */
    static Watch over(Question question, String threadName) {
        return new Watch(question, System::nanoTime, Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, threadName);
            daemon.setDaemon(true);
            return daemon;
        }));
    }

    /** Returns what is wrong, in words; empty while there are answers. */
    Optional<String> trouble() {
        long silent = nanoClock.getAsLong() - seen;
        return silent <= GONE.toNanos()
                ? Optional.empty()
                : Optional.of(question.whom() + " has not answered for " + silent / 1_000_000 + " ms, allowed are "
                        + GONE.toMillis() + " (" + lastTrouble + "); " + question.remedy());
    }

    /** Asks once. */
    void look() {
        try {
            question.ask();
            seen = nanoClock.getAsLong();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            lastTrouble = String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        question.close();
    }
}
