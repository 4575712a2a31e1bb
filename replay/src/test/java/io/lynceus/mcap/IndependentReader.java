package io.lynceus.mcap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.npm.NpmScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Foxglove's own reader, which runs in Node; where Node or the registry is missing, the test that asks is skipped. */
public final class IndependentReader {
    private static final NpmScript READER = new NpmScript(
            "/mcap/read.mjs",
            Path.of("replay", "target", "mcap-npm"),
            List.of(
                    "@mcap/core@2.2.2",
                    "@foxglove/crc@0.0.3",
                    "@foxglove/wasm-lz4@1.0.2",
                    "@foxglove/wasm-zstd@1.0.1",
                    "protobufjs@7.5.4"));

    private IndependentReader() {}

    /** What it makes of a file; see {@code read.mjs}. */
    public static JsonNode read(Path file) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(READER.run(120, file.toAbsolutePath().toString()));
    }
}
