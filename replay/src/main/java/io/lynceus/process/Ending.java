package io.lynceus.process;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * The one orderly way in which a command ends, by itself or by SIGINT or SIGTERM (promise R14).
 *
 * <p>A signal asks the command to stop: what it registered by {@link #onSignal} is called, or else the command's thread is
 * interrupted. The command then closes what it holds and returns, and the process halts with 128 + the signal's number. A command
 * that has not returned in 4.5 s, and one that gets a second signal, is halted at once.
 *
 * <p>The process halts instead of running shutdown hooks, because ONNX Runtime's hook frees its environment while calls still run.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
    private static final Duration PATIENCE = Duration.ofMillis(4500);
    private static final Duration LOADING_PATIENCE = Duration.ofMillis(400);
    private static final int SIGNALLED = 128;

    private static final AtomicInteger SIGNAL = new AtomicInteger();
    private static volatile long signalNanos;
    private static final AtomicInteger LOADING = new AtomicInteger();
    private static final Deque<Runnable> STOPS = new ConcurrentLinkedDeque<>();

    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private static volatile boolean clean;

    private Ending() {}

    /** A registered action; closing it removes the action. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Runs a command on this thread and ends the process with its exit code, or with 128 + number if a signal came. It does not
     * return.
     */
    public static void run(IntSupplier command) {
        Thread main = Thread.currentThread();
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> signalled(signal.getNumber(), main));
        }
        try {
            TemporaryFolder.deleteThoseOfDeadProcesses();
            TemporaryFolder.takeInLibraries();
        } catch (UncheckedIOException e) {
            System.err.println("lynceus: " + e.getMessage());
            halt(1);
        }
        int code = command.getAsInt();
        halt(clean && code == 0 ? 0 : code(code));
    }

    /**
     * Calls {@code stop} when a signal comes, instead of interrupting the command's thread. Only the last registration is called.
     *
     * @param stop returns at once and lets the command return soon
     */
    public static Registration onSignal(Runnable stop) {
        STOPS.push(stop);
        return () -> STOPS.remove(stop);
    }

    /** Says that a signal is the usual end of this command: if it then returns 0, the process ends with 0. */
    public static void signalIsUsual() {
        clean = true;
    }

    /**
     * Ends the process at once with code 1, or that of a signal that came before, because something in it has failed that cannot be stopped in order, such as the embedded
     * broker. Does not return.
     *
     * @param sentence what happened and what to do
     */
    public static void fail(String sentence) {
        if (FAILED.compareAndSet(false, true)) {
            System.err.println("lynceus: " + sentence);
        }
        halt(code(1));
    }

    /** Returns whether a signal has asked this process to end. */
    public static boolean isAsked() {
        return SIGNAL.get() != 0;
    }

    /** Returns the exit code of a command that was asked to end, or else {@code otherwise}. */
    public static int code(int otherwise) {
        return isAsked() ? SIGNALLED + SIGNAL.get() : otherwise;
    }

    /** Throws if a signal has asked this process to end; for loops over native calls, which an interrupt does not reach. */
    public static void throwIfAsked() {
        if (isAsked()) {
            throw new CancellationException("a signal ended the command");
        }
    }

    /**
     * Loads a library that cleans up after itself only when it has been loaded. If the process is ended meanwhile, it waits for that:
     * as long as a signal allows, but only a little after a second one.
     */
    public static <T> T loading(Supplier<T> library) {
        LOADING.incrementAndGet();
        try {
            return library.get();
        } finally {
            LOADING.decrementAndGet();
        }
    }

    private static void awaitLoading(boolean patiently) {
        long now = System.nanoTime();
        long soon = now + LOADING_PATIENCE.toNanos();
        long last = patiently && isAsked() ? Math.max(soon, signalNanos + PATIENCE.toNanos()) : soon;
        while (LOADING.get() > 0 && System.nanoTime() < last) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void signalled(int number, Thread main) {
        long now = System.nanoTime();
        if (!SIGNAL.compareAndSet(0, number)) {
            halt(SIGNALLED + SIGNAL.get(), false);
        }
        signalNanos = now;
        DaemonThreads.of("impatience", () -> {
                    LockSupport.parkNanos(PATIENCE.toNanos());
                    LOG.warn("Stopping what has not finished in {} ms", PATIENCE.toMillis());
                    halt(SIGNALLED + number);
                })
                .start();
        Runnable stop = STOPS.peek();
        if (stop == null) {
            main.interrupt();
        } else {
            stop.run();
        }
    }

    private static void halt(int code) {
        halt(code, true);
    }

    private static void halt(int code, boolean patiently) {
        awaitLoading(patiently);
        TemporaryFolder.deleteAll();
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
