package io.lynceus.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.stream.kafka.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    private static ByteBuffer mapping; // which its collection would end

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

    /** As of a broker that starts while a signal ends the process. */
    @Test
    void aFolderInWhichFilesAreStillMadeGoesToo() throws Exception {
        TemporaryFolder folder = TemporaryFolder.create("test");
        Path path = folder.path();
        CountDownLatch begun = new CountDownLatch(1);
        Thread writer = DaemonThreads.of("writer", () -> {
            try {
                for (int i = 0; i < 2000; i++) {
                    Path topic = Files.createDirectory(path.resolve("topic-" + i));
                    Files.writeString(topic.resolve("segment"), "data");
                    begun.countDown();
                }
            } catch (IOException e) {
                begun.countDown(); // its folder has gone
            }
        });
        writer.start();
        begun.await();
        folder.close();
        writer.join();
        assertThat(path).doesNotExist();
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

    /** A signal interrupts the thread that loads them, which must still find out that they are this process's. */
    @Test
    void theLibrariesThatAnInterruptedThreadHasLoadedGoWithTheProcess() throws Exception {
        Path told = here.resolve("told");
        try (ChildProcess process = new ChildProcess(
                here.resolve("log"), TemporaryFolderTest.class.getName(), told.toString(), "library")) {
            assertThat(process.exitCode()).as(process.log()).isZero();
            assertThat(Path.of(Files.readString(told))).doesNotExist();
        }
    }

    /** Makes a folder and tells which; then waits for a signal, or ends if there is a second argument. */
    public static void main(String[] arguments) throws Exception {
        Path told = Path.of(arguments[0]);
        if (arguments.length > 1) {
            Thread.currentThread().interrupt();
            Path library = TemporaryFolder.clearedAfter("lynceus-test-library", TemporaryFolderTest::mapped);
            Thread.interrupted();
            Files.writeString(told, library.getParent().toString());
            return;
        }
        Path path = TemporaryFolder.create("test").path();
        Files.writeString(path.resolve("data"), "data");
        Path draft = told.resolveSibling("draft");
        Files.writeString(draft, path.toString());
        Files.move(draft, told);
        Thread.sleep(60_000);
    }

    /** Maps a file of a new folder, as a loaded library is, and returns the file. */
    private static Path mapped() {
        boolean interrupted = Thread.interrupted(); // which would close the channel
        try {
            Path file = Files.createTempDirectory("lynceus-test-library").resolve("library");
            Files.write(file, new byte[4096]);
            try (FileChannel channel = FileChannel.open(file)) {
                mapping = channel.map(FileChannel.MapMode.READ_ONLY, 0, 4096);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void theEmptyFolderThatALibraryLeavesGoesAtOnceAndAnothersStays() throws Exception {
        Path before = Files.createTempDirectory("clearing-test");
        Path full = TemporaryFolder.clearedAfter("clearing-test", () -> {
            try {
                Files.createTempDirectory("clearing-test");
                Path other = Files.createTempDirectory("clearing-test");
                return Files.createFile(other.resolve("library"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (Stream<Path> left = Files.list(TemporaryFolder.parent())) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("clearing-test")))
                    .containsExactlyInAnyOrder(before, full.getParent());
        }
        Files.delete(full);
        Files.delete(full.getParent());
        Files.delete(before);
    }
}
