package io.lynceus.nn.torch;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/** Starts libtorch once, with thread pools that do not compete. */
public final class Torch {
    private static boolean started;

    private Torch() {}

    /**
     * Loads libtorch and sets its threads from the system property {@code lynceus.threads} (default: the processors there are).
     * OpenBLAS gets one thread: otherwise its pool and libtorch's spin against each other, at a seventeenth of the speed. If other
     * programs share the processors, start Java with {@code OMP_WAIT_POLICY=PASSIVE} in the environment: libgomp reads it once, on
     * loading, and its threads otherwise spin while they wait, at a fifth of the speed. NNPACK is left out: each convolution asks
     * for it, and on processors that it does not know it says so each time.
     */
    public static synchronized void start() {
        if (started) {
            return;
        }
        torch.set_num_threads(threads());
        openblas_nolapack.blas_set_num_threads(1);
        torch.globalContext().setUserEnabledNNPACK(false);
        started = true;
    }

    /** Returns the number of threads that libtorch uses: at least one. */
    public static int threads() {
        String text = System.getProperty("lynceus.threads", "");
        if (text.isBlank()) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "system property lynceus.threads is '" + text + "'; give a number from 1 to 9999");
        }
        return Integer.parseInt(text);
    }

    /** Returns the graphics card if there is one, else the processor. The caller owns it. */
    public static Device device() {
        start();
        return new Device(torch.cuda_is_available() ? "cuda" : "cpu");
    }

    public static Device cpu() {
        start();
        return new Device("cpu");
    }
}
