package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Figures that are kept as JSON files, so that what is measured is not measured again. */
final class Figures {
    private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private Figures() {}

    /** What makes figures that are not there yet. */
    interface Measurement {
        JsonNode measure() throws IOException;
    }

    /** Returns the figures of a file, which are measured and written first if it is not there. */
    static JsonNode kept(Path file, Measurement measurement) throws IOException {
        if (Files.exists(file)) {
            return Json.parse(Files.readString(file));
        }
        JsonNode figures = measurement.measure();
        write(file, figures);
        return figures;
    }

    /** Writes the file as a whole or not at all. */
    static void write(Path file, JsonNode figures) {
        Path part = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(part, WRITER.writeValueAsString(figures) + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
