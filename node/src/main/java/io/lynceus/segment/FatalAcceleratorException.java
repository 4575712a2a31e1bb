package io.lynceus.segment;

/**
 * The accelerator failed, and only a new process can use it again: CUDA errors are sticky. The node stops being ready and exits
 * with code 70, so that a supervisor restarts it.
 */
public final class FatalAcceleratorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FatalAcceleratorException(String message, Throwable cause) {
        super(message, cause);
    }
}
