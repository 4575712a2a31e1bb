package io.lynceus.segment;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts native objects of this package that are open. A count that does not return to its base after a set is a leak; the
 * metric {@code lynceus_native_open} shows it.
 *
 * <p>Thread safety: any thread.
 */
public final class NativeObjects {
    private static final AtomicLong OPEN = new AtomicLong();

    private NativeObjects() {}

    /** Returns the number of native objects that are open in this process. */
    public static long open() {
        return OPEN.get();
    }

    static <T extends AutoCloseable> Owned<T> own(T object) {
        OPEN.incrementAndGet();
        return new Owned<>(object);
    }

    /** A native object with its one owner; closing twice is a fault and throws. */
    static final class Owned<T extends AutoCloseable> implements AutoCloseable {
        private final T object;
        private boolean closed;

        private Owned(T object) {
            this.object = object;
        }

        T get() {
            return object;
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException(object.getClass().getSimpleName() + " was closed twice");
            }
            closed = true;
            try {
                object.close();
            } catch (Exception e) {
                throw new IllegalStateException(
                        "could not close " + object.getClass().getSimpleName(), e);
            } finally {
                OPEN.decrementAndGet();
            }
        }
    }
}
