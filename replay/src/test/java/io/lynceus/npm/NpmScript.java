package io.lynceus.npm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A script that runs in Node with packages of others. They are fetched once, into a build folder; where Node or the registry is
 * missing, the test that asks is skipped.
 */
public final class NpmScript {
    private final String name;
    private final Path folder;
    private final List<String> packages;

    /**
     * @param name of the script among the resources, such as {@code /mcap/read.mjs}
     * @param folder under the repository's root
     * @param packages with versions
     */
    public NpmScript(String name, Path folder, List<String> packages) {
        this.name = name;
        this.folder = Path.of(System.getProperty("lynceus.root", ".."))
                .resolve(folder)
                .toAbsolutePath();
        this.packages = packages;
    }

    /** Runs the script to its end, and returns what it prints. */
    public String run(int seconds, String... arguments) throws IOException, InterruptedException {
        install();
        Path out = Files.createTempFile(folder, "out", ".txt");
        try {
            Result result = run(out, seconds, command(arguments));
            assertThat(result.code()).as(result.text()).isZero();
            return result.text();
        } finally {
            Files.delete(out);
        }
    }

    /** Starts the script, whose output the caller reads and which the caller ends. */
    public Process start(String... arguments) throws IOException, InterruptedException {
        install();
        return new ProcessBuilder(command(arguments))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Path script() {
        return folder.resolve(Path.of(name).getFileName().toString());
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", script().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Only one JVM of a build may write the folder at a time. */
    private void install() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                InputStream in = Objects.requireNonNull(NpmScript.class.getResourceAsStream(name))) {
            FileLock unused = channel.lock(); // until the channel is closed
            Path complete = folder.resolve("complete");
            if (!Files.exists(complete) || !Files.readString(complete).equals(packages.toString())) {
                fetch();
                Files.writeString(complete, packages.toString());
            }
            byte[] text = in.readAllBytes();
            if (!Files.exists(script()) || !Arrays.equals(Files.readAllBytes(script()), text)) {
                Files.write(script(), text);
            }
        }
    }

    private void fetch() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder.toString()));
        command.addAll(packages);
        Result result;
        try {
            result = run(folder.resolve("install.log"), 240, command);
        } catch (IOException e) {
            Assumptions.abort(packages + " cannot be used: npm does not run (" + e.getMessage() + ")");
            return;
        }
        Assumptions.assumeTrue(
                result.code() == 0,
                packages + " cannot be used: npm install ended with " + result.code() + "\n" + result.text());
    }

    private record Result(int code, String text) {}

    private Result run(Path out, long seconds, List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "errors", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        int code = ended ? process.exitValue() : -1;
        String text = Files.readString(code == 0 ? out : errors, StandardCharsets.UTF_8);
        Files.delete(errors);
        return new Result(code, ended ? text : "not ended after " + seconds + " s");
    }
}
