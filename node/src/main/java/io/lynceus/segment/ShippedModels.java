package io.lynceus.segment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Finds models that come with the node, by name; anything else is a path. */
public final class ShippedModels {
    /** The demo's model: four modalities of the simulated street at 256 x 256. */
    public static final String STREET_NANO = "street-nano";

    private ShippedModels() {}

    /** Returns the file of a model: a copy of a shipped one, taken out of the jar, or the path itself. */
    public static Path locate(String nameOrPath) {
        try (InputStream shipped = ShippedModels.class.getResourceAsStream("/models/" + nameOrPath + ".onnx")) {
            if (shipped == null) {
                return Path.of(nameOrPath);
            }
            Path file = Files.createTempFile(nameOrPath, ".onnx");
            file.toFile().deleteOnExit();
            Files.copy(shipped, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("model " + nameOrPath + " could not be copied out of the jar", e);
        }
    }
}
