package io.lynceus.data;

import io.lynceus.process.FileFaults;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** Thrown where a sample to learn from could not be prepared, as when its file has gone. The message names sample and file. */
public final class SampleException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    SampleException(Throwable cause) {
        super("a sample could not be prepared: " + said(cause), cause);
    }

    private static String said(Throwable cause) {
        if (cause instanceof UncheckedIOException && cause.getCause() instanceof FileSystemException file) {
            return cause.getMessage() + " (" + FileFaults.of(file) + ")"; // Java's own message is the path alone
        }
        return String.valueOf(cause.getMessage());
    }
}
