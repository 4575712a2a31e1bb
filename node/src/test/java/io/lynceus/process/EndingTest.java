package io.lynceus.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.stream.kafka.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a signal does to commands of different manners. */
class EndingTest {
    private static final int SIGTERM = 143;

    @TempDir
    Path here;

    @Test
    void aCommandThatWaitsIsInterruptedAndClosesWhatItHolds() throws Exception {
        assertThat(codeAfterSigterm("waits")).isEqualTo(SIGTERM);
        assertThat(here.resolve("closed")).exists();
        assertThat(Path.of(Files.readString(here.resolve("folder")))).doesNotExist();
    }

    @Test
    void aCommandThatAskedToBeToldEndsByItself() throws Exception {
        assertThat(codeAfterSigterm("is-told")).isEqualTo(SIGTERM);
        assertThat(here.resolve("closed")).exists();
    }

    @Test
    void aCommandThatHearsNothingIsHaltedAndLeavesNoFolder() throws Exception {
        assertThat(codeAfterSigterm("is-deaf")).isEqualTo(SIGTERM);
        assertThat(here.resolve("closed")).doesNotExist();
        assertThat(Path.of(Files.readString(here.resolve("folder")))).doesNotExist();
    }

    @Test
    void aLibraryThatIsLoadingIsLetCleanUp() throws Exception {
        assertThat(codeAfterSigterm("loads")).isEqualTo(SIGTERM);
        assertThat(here.resolve("loading")).doesNotExist();
    }

    @Test
    void aCommandWhoseUsualEndIsASignalEndsWithZero() throws Exception {
        assertThat(codeAfterSigterm("is-clean")).isZero();
    }

    @Test
    void theNextStartDeletesTheFolderOfAKilledProcess() throws Exception {
        Path folder;
        try (ChildProcess killed = start("waits")) {
            killed.kill();
            folder = Path.of(Files.readString(here.resolve("folder")));
            assertThat(folder).exists();
        }
        TemporaryFolder.deleteThoseOfDeadProcesses();
        assertThat(folder).doesNotExist();
    }

    private int codeAfterSigterm(String manner) throws Exception {
        try (ChildProcess process = start(manner)) {
            process.terminate();
            return process.exitCode();
        }
    }

    private ChildProcess start(String manner) throws Exception {
        ChildProcess process =
                new ChildProcess(here.resolve("log"), EndingTest.class.getName(), manner, here.toString());
        while (!Files.exists(here.resolve("runs"))) {
            assertThat(process.isAlive()).as(process.log()).isTrue();
            Thread.sleep(20);
        }
        return process;
    }

    public static void main(String[] arguments) {
        Path here = Path.of(arguments[1]);
        Ending.run(() -> {
            try (TemporaryFolder folder = TemporaryFolder.create("ending");
                    AutoCloseable told = () -> Files.createFile(here.resolve("closed"))) {
                Files.writeString(here.resolve("folder"), folder.path().toString());
                CountDownLatch stopped = new CountDownLatch(1);
                if (arguments[0].equals("loads")) {
                    load(here.resolve("loading"));
                }
                try (Ending.Registration registration = Ending.onSignal(
                        arguments[0].equals("waits") ? Thread.currentThread()::interrupt : stopped::countDown)) {
                    Files.createFile(here.resolve("runs"));
                    do {
                        stopped.await();
                    } while (arguments[0].equals("is-deaf"));
                }
                if (arguments[0].equals("is-clean")) {
                    Ending.signalIsUsual();
                }
                return 0;
            } catch (Exception e) {
                return Ending.isAsked() ? Ending.code(1) : 1;
            }
        });
    }

    /** Another thread loads a library, for a moment longer than the command runs. */
    private static void load(Path folder) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        DaemonThreads.of(
                        "loading",
                        () -> Ending.loading(() -> {
                            try {
                                Files.createDirectory(folder);
                                begun.countDown();
                                while (!Ending.isAsked()) {
                                    Thread.onSpinWait();
                                }
                                LockSupport.parkNanos(100_000_000);
                                return Files.deleteIfExists(folder);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }))
                .start();
        begun.await();
    }
}
