package io.lynceus.mcap.file;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a file does not follow the format; the message names the file and the byte. */
public final class McapException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param offset of the byte in the file, or of the chunk that it was packed in
     */
    McapException(Path file, long offset, String what) {
        super(file + " at byte " + offset + ": " + what);
    }
}
