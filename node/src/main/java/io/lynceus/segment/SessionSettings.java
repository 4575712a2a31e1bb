package io.lynceus.segment;

/**
 * How ONNX Runtime runs a model; {@code ./lynceus bench settings} compares those of the CPU.
 *
 * @param threads of one call
 * @param spins whether threads that wait for work keep their cores busy
 * @param memoryPatterns whether the memory of a call is planned from that of an earlier call of the same shape
 * @param gpu for the providers of a GPU
 */
public record SessionSettings(int threads, boolean spins, boolean memoryPatterns, GpuSettings gpu) {
    public SessionSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", allowed is 1 or more");
        }
    }

    /** Returns what a node uses: idle threads that spin would take the cores from decoding and from the broker. */
    public static SessionSettings of(int threads) {
        return new SessionSettings(threads, false, true, GpuSettings.DEFAULTS);
    }

    public SessionSettings withThreads(int count) {
        return new SessionSettings(count, spins, memoryPatterns, gpu);
    }

    public SessionSettings withSpinning(boolean wanted) {
        return new SessionSettings(threads, wanted, memoryPatterns, gpu);
    }

    public SessionSettings withMemoryPatterns(boolean wanted) {
        return new SessionSettings(threads, spins, wanted, gpu);
    }

    public SessionSettings withGpu(GpuSettings wanted) {
        return new SessionSettings(threads, spins, memoryPatterns, wanted);
    }
}
