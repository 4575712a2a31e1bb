package io.lynceus.play;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.process.DaemonThreads;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Reads or renders frames in a thread of its own, so that a slow frame does not delay the next one. Only that thread uses the source.
 *
 * <p>Thread safety: one thread iterates and closes.
 */
final class ReadAhead implements Iterator<RecordedFrame>, AutoCloseable {
    private static final int FRAMES = 16;
    private static final long FILL_MILLIS = 2;

    /** A frame, the end (empty), or a failure, in the order of reading. */
    private record Read(Optional<RecordedFrame> frame, Optional<RuntimeException> failure) {}

    private final BlockingQueue<Read> queue = new ArrayBlockingQueue<>(FRAMES);
    private final Thread reader;
    private Optional<Read> next = Optional.empty();

    ReadAhead(Supplier<Iterator<RecordedFrame>> source) {
        reader = DaemonThreads.of("read-ahead", () -> read(source));
        reader.start();
    }

    private void read(Supplier<Iterator<RecordedFrame>> source) {
        try {
            try {
                Iterator<RecordedFrame> frames = source.get();
                while (frames.hasNext()) {
                    queue.put(new Read(Optional.of(frames.next()), Optional.empty()));
                }
                queue.put(new Read(Optional.empty(), Optional.empty()));
            } catch (RuntimeException e) {
                queue.put(new Read(Optional.empty(), Optional.of(e)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: no further frame is needed
        }
    }

    /** Waits until the buffer is full, or everything has been read. */
    void fill() throws InterruptedException {
        while (reader.isAlive() && queue.remainingCapacity() > 0) {
            reader.join(FILL_MILLIS);
        }
    }

    /** Returns true if there is a further frame; throws what reading threw. */
    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            try {
                next = Optional.of(queue.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        next.flatMap(Read::failure).ifPresent(failure -> {
            throw failure;
        });
        return next.flatMap(Read::frame).isPresent();
    }

    @Override
    public RecordedFrame next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the recording is over");
        }
        RecordedFrame frame = next.flatMap(Read::frame).orElseThrow();
        next = Optional.empty();
        return frame;
    }

    @Override
    public void close() {
        reader.interrupt();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
