package io.lynceus.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown for a file of weights that cannot be used; the message names the file, the reason and, if there is one, the remedy. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    public CheckpointException(Path file, String reason) {
        super(file + ": " + reason);
    }

    public CheckpointException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
