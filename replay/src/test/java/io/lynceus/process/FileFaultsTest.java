package io.lynceus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultsTest {
    @TempDir
    Path folder;

    private static String said(ThrowingCallable fault) {
        return FileFaults.of(catchThrowableOfType(FileSystemException.class, fault));
    }

    @Test
    void whatIsWrongWithAFileIsSaidInWords() throws Exception {
        Path file = Files.writeString(folder.resolve("model.pt"), "weights");
        Path absent = folder.resolve("absent.pt");
        assertThat(said(() -> Files.size(absent))).isEqualTo(absent + " does not exist");
        assertThat(said(() -> Files.createDirectory(file))).isEqualTo(file + " is there already");
        assertThat(said(() -> Files.list(file).close())).isEqualTo(file + " is a file, where a folder is needed");
        assertThat(said(() -> Files.size(file.resolve("inside"))))
                .isEqualTo(file.resolve("inside") + ": Not a directory");
        assertThat(FileFaults.of(new AccessDeniedException("model.pt"))).isEqualTo("model.pt: permission denied");
    }

    @Test
    void aProcessThatMayOpenNoFurtherFileIsToldHowToRaiseTheLimit() {
        IOException fault = new IOException("Too many open files");
        assertThat(FileFaults.tooManyOpen(new IllegalStateException("no broker", fault)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("ulimit -n 4096"));
        assertThat(FileFaults.tooManyOpen(new IllegalStateException())).isEmpty();
        assertThat(FileFaults.tooManyOpen(new IOException("No space left on device")))
                .isEmpty();
    }
}
