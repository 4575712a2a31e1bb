package io.lynceus.process;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Says in words what is wrong with a file, where Java names it by the class of an exception only. */
public final class FileFaults {
    private FileFaults() {}

    /** Returns the file and what is wrong with it, such as "model.pt does not exist". */
    public static String of(FileSystemException fault) {
        String file = fault.getFile() == null ? "a file" : fault.getFile();
        if (fault instanceof NoSuchFileException) {
            return file + " does not exist";
        } else if (fault instanceof AccessDeniedException) {
            return file + ": permission denied";
        } else if (fault instanceof NotDirectoryException) {
            return file + " is a file, where a folder is needed";
        } else if (fault instanceof FileAlreadyExistsException) {
            return file + " is there already";
        }
        return file + ": " + (fault.getReason() == null ? fault.getClass().getSimpleName() : fault.getReason());
    }

    /** Returns what to do if a process may not open a further file or socket; empty if the fault is another. */
    public static Optional<String> tooManyOpen(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("Too many open files")) {
                return Optional.of("this process may not open any further file or socket; raise the limit, as by"
                        + " 'ulimit -n 4096' in the shell that starts it, or LimitNOFILE of a service");
            }
        }
        return Optional.empty();
    }
}
