package io.lynceus.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A file of weights that cannot be used; the message names the file, the reason and, where there is one, the remedy. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    public CheckpointException(Path file, String reason) {
        super(file + ": " + reason);
    }

    public CheckpointException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
