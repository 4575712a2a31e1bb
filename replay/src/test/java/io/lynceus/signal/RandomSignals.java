package io.lynceus.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts commands of the command line in processes of their own and ends them at random moments (R14). */
public final class RandomSignals {
    /** The exit code after SIGTERM. */
    public static final int SIGTERM = 143;

    /** How many signals a command gets. */
    public static final int SIGNALS = 20;

    /** Five are promised; a busy machine gets three times that. */
    private static final long MOST_SECONDS = 15;

    private final Path here;
    private final int longestMillis;
    private final Random random = new Random(14);

    /**
     * @param here a folder of the test's
     * @param longestMillis signals come within this time of the start
     */
    public RandomSignals(Path here, int longestMillis) {
        this.here = here;
        this.longestMillis = longestMillis;
    }

    /** Ends a command once, and requires that it ends soon, with one of these codes, and leaves nothing behind. */
    public void assertEnds(List<String> arguments, List<Integer> codes) throws Exception {
        Path temporary = Files.createDirectories(here.resolve("tmp"));
        Path work = Files.createDirectories(here.resolve("work"));
        Path log = Files.createTempFile(here, "signal", ".log");
        Process process = start(arguments, temporary, work, log);
        int moment = random.nextInt(longestMillis);
        try {
            assertThat(process.waitFor(moment, TimeUnit.MILLISECONDS))
                    .as(() -> "it ended by itself:\n" + read(log))
                    .isFalse();
            process.destroy(); // SIGTERM
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                    .as(() -> "signal after " + moment + " ms:\n" + read(log))
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue())
                .as(() -> "signal after " + moment + " ms:\n" + read(log))
                .isIn(codes);
        assertThat(files(temporary)).as("signal after %d ms", moment).isEmpty();
        assertThat(files(work)).as("signal after %d ms", moment).noneMatch(name -> name.startsWith("hs_err"));
    }

    private static Process start(List<String> arguments, Path temporary, Path work, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-Dorg.bytedeco")
                        || flag.startsWith("-Donnxruntime")
                        || flag.startsWith("-Dlynceus"))
                .forEach(command::add);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("io.lynceus.command.Lynceus");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
