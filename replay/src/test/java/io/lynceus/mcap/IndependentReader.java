package io.lynceus.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Foxglove's own reader, which runs in Node. Its packages are fetched once, into this module's build folder; where Node or the
 * registry is missing, the test that asks is skipped.
 */
public final class IndependentReader {
    private static final List<String> PACKAGES = List.of(
            "@mcap/core@2.2.2",
            "@foxglove/crc@0.0.3",
            "@foxglove/wasm-lz4@1.0.2",
            "@foxglove/wasm-zstd@1.0.1",
            "protobufjs@7.5.4");
    private static final Path FOLDER = Path.of(System.getProperty("lynceus.root", ".."))
            .resolve(Path.of("replay", "target", "mcap-npm"))
            .toAbsolutePath();
    private static final Path COMPLETE = FOLDER.resolve("complete");

    private IndependentReader() {}

    /** What it makes of a file; see {@code read.mjs}. */
    public static JsonNode read(Path file) throws IOException, InterruptedException {
        install();
        Path script = FOLDER.resolve("read.mjs");
        try (InputStream in = IndependentReader.class.getResourceAsStream("/mcap/read.mjs")) {
            Files.write(script, Objects.requireNonNull(in).readAllBytes());
        }
        Path out = Files.createTempFile(FOLDER, "read", ".json");
        Result result =
                run(out, 120, "node", script.toString(), file.toAbsolutePath().toString());
        assertThat(result.code()).as(result.text()).isZero();
        return new ObjectMapper().readTree(result.text());
    }

    private static void install() throws IOException, InterruptedException {
        if (Files.exists(COMPLETE) && Files.readString(COMPLETE).equals(PACKAGES.toString())) {
            return;
        }
        Files.createDirectories(FOLDER);
        List<String> command = new ArrayList<>(List.of(
                "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", FOLDER.toString()));
        command.addAll(PACKAGES);
        Result result;
        try {
            result = run(FOLDER.resolve("install.log"), 240, command.toArray(String[]::new));
        } catch (IOException e) {
            Assumptions.abort("no independent MCAP reader: npm does not run (" + e.getMessage() + ")");
            return;
        }
        Assumptions.assumeTrue(
                result.code() == 0,
                "no independent MCAP reader: npm install ended with " + result.code() + "\n" + result.text());
        Files.writeString(COMPLETE, PACKAGES.toString());
    }

    private record Result(int code, String text) {}

    private static Result run(Path out, long seconds, String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(FOLDER, "errors", ".log");
        Process process = new ProcessBuilder(Arrays.asList(command))
                .directory(FOLDER.toFile())
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
