package io.lynceus.segment;

/** A model file that cannot be served. The message names the entry, what was found, what the contract wants, and the remedy. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
