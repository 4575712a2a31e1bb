package io.lynceus.bench;

import io.lynceus.process.DaemonThreads;
import java.util.ArrayList;
import java.util.List;

/** Threads that compute without end, as other programs on a vehicle's computer do. */
public final class OtherLoad implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;
    private volatile double result;

    public OtherLoad(int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = DaemonThreads.of("other-load-" + i, this::compute);
            threads.add(thread);
            thread.start();
        }
    }

    private void compute() {
        double sum = 0;
        for (long i = 1; !closed; i++) {
            sum += 1.0 / i;
            if (i % 1_000_000 == 0) {
                result = sum; // a result that nobody can see would not be computed
            }
        }
    }

    /** Returns the last result of any thread. */
    public double result() {
        return result;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
