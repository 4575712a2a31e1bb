package io.lynceus.nn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives a model file another description; its graph and its weights stay as they are. */
public final class OnnxCard {
    private OnnxCard() {}

    /**
     * Writes a copy of a model file, completely or not at all.
     *
     * @param description JSON for the metadata entry {@value OnnxExport#ENTRY}
     * @param to may be the same file
     */
    public static void write(Path from, String description, Path to) throws IOException {
        ModelProto.Builder model;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(from))) {
            model = ModelProto.parseFrom(in).toBuilder();
        }
        for (StringStringEntryProto.Builder entry : model.getMetadataPropsBuilderList()) {
            if (entry.getKey().equals(OnnxExport.ENTRY)) {
                entry.setValue(description);
            }
        }
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            model.build().writeTo(out);
        }
        Files.move(part, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
