package io.lynceus.process;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

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
}
