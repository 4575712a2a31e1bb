package io.lynceus.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.stream.kafka.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    @TempDir
    Path here;

    @Test
    void itGoesWithAllThatIsInItWhenItIsClosed() throws IOException {
        Path path;
        try (TemporaryFolder folder = TemporaryFolder.create("test")) {
            path = folder.path();
            Files.createDirectories(path.resolve("a/b"));
            Files.writeString(path.resolve("a/b/c"), "data");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void emptyFoldersThatOnnxRuntimeLeavesGoAndOthersStay() throws IOException {
        Path old = onnxRuntimes("old", 5_000);
        Path fresh = onnxRuntimes("fresh", 0);
        Path used = onnxRuntimes("used", 5_000);
        Files.writeString(used.resolve("library"), "");
        Files.setLastModifiedTime(used, FileTime.fromMillis(System.currentTimeMillis() - 5_000));
        try {
            TemporaryFolder.deleteThoseOfDeadProcesses();
            assertThat(old).doesNotExist();
            assertThat(fresh)
                    .as("another process may be about to unpack into it")
                    .exists();
            assertThat(used).exists();
        } finally {
            Files.deleteIfExists(used.resolve("library"));
            Files.deleteIfExists(used);
            Files.deleteIfExists(fresh);
        }
    }

    private static Path onnxRuntimes(String name, long ageMillis) throws IOException {
        Path folder =
                Files.createDirectory(TemporaryFolder.parent().resolve("onnxruntime-java-" + name + System.nanoTime()));
        return Files.setLastModifiedTime(folder, FileTime.fromMillis(System.currentTimeMillis() - ageMillis));
    }

    /** What a demo's broker holds when it is ended by Ctrl-C or a supervisor. */
    @Test
    void itGoesWithAProcessThatIsEndedByASignal() throws Exception {
        Path told = here.resolve("told");
        try (ChildProcess process =
                new ChildProcess(here.resolve("log"), TemporaryFolderTest.class.getName(), told.toString())) {
            while (!Files.exists(told)) {
                assertThat(process.isAlive()).as(process.log()).isTrue();
                Thread.sleep(20);
            }
            Path path = Path.of(Files.readString(told));
            assertThat(path.resolve("data")).exists();
            process.terminate();
            assertThat(process.exitCode()).isEqualTo(143);
            assertThat(path).doesNotExist();
        }
    }

    /** Makes a folder, tells which, and waits. */
    public static void main(String[] arguments) throws Exception {
        Path path = TemporaryFolder.create("test").path();
        Files.writeString(path.resolve("data"), "data");
        Path told = Path.of(arguments[0]);
        Path draft = told.resolveSibling("draft");
        Files.writeString(draft, path.toString());
        Files.move(draft, told);
        Thread.sleep(60_000);
    }
}
