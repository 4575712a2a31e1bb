package io.lynceus.segment;

/**
 * How ONNX Runtime runs a model on the CPU; {@code ./lynceus bench settings} compares them.
 *
 * @param threads of one call
 * @param spins whether threads that wait for work keep their cores busy
 * @param memoryPatterns whether the memory of a call is planned from that of an earlier call of the same shape
 */
public record SessionSettings(int threads, boolean spins, boolean memoryPatterns) {
    public SessionSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", allowed is 1 or more");
        }
    }

    /** Returns what a node uses: idle threads that spin would take the cores from decoding and from the broker. */
    public static SessionSettings of(int threads) {
        return new SessionSettings(threads, false, true);
    }

    public SessionSettings withThreads(int count) {
        return new SessionSettings(count, spins, memoryPatterns);
    }

    public SessionSettings withSpinning(boolean wanted) {
        return new SessionSettings(threads, wanted, memoryPatterns);
    }

    public SessionSettings withMemoryPatterns(boolean wanted) {
        return new SessionSettings(threads, spins, wanted);
    }
}
