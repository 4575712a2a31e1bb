package io.lynceus.segment;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * An ONNX file as it lies on the disk, read without ONNX Runtime: its metadata entries, and the SHA-256 of the bytes of its graph,
 * weights and all. The entry {@value #GRAPH_KEY} holds the checksum that the graph had when it was exported; files of
 * earlier versions have none, and are taken as they are.
 */
record ModelFile(Map<String, String> metadata, String graphSha256) {
    static final String GRAPH_KEY = "lynceus.graph.sha256";

    private static final int GRAPH = 7;
    private static final int METADATA = 14;
    private static final int CHUNK = 1 << 16;

    ModelFile {
        metadata = Map.copyOf(metadata);
    }

    /** Reads a file; empty if it is no ONNX file. Throws a {@link ModelException} if it cannot be read. */
    static Optional<ModelFile> read(Path model) {
        Map<String, String> metadata = new HashMap<>();
        String graph = "none";
        try (InputStream file = new BufferedInputStream(Files.newInputStream(model), CHUNK)) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            in.setSizeLimit(Integer.MAX_VALUE);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                boolean bytes = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (bytes && WireFormat.getTagFieldNumber(tag) == GRAPH) {
                    graph = digest(in);
                } else if (bytes && WireFormat.getTagFieldNumber(tag) == METADATA) {
                    addEntry(in.readByteArray(), metadata);
                } else {
                    in.skipField(tag);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ModelException("model " + model + " cannot be read: " + e.getMessage(), e);
        }
        return Optional.of(new ModelFile(metadata, graph));
    }

    /** Throws a {@link ModelException} if a file's graph is not the one that was exported. ONNX Runtime refuses what is no ONNX file. */
    static void checkGraph(Path model) {
        read(model).ifPresent(file -> {
            String expected = file.metadata.getOrDefault(GRAPH_KEY, file.graphSha256);
            if (!expected.equals(file.graphSha256)) {
                throw new ModelException("model " + model + " is damaged: the checksum of its graph is "
                        + file.graphSha256 + ", it was exported with " + expected
                        + "; copy the file again, or export it again with './lynceus trainer export'");
            }
        });
    }

    private static String digest(CodedInputStream in) throws IOException {
        MessageDigest digest = newSha256();
        for (int left = in.readRawVarint32(); left > 0; left -= CHUNK) {
            digest.update(in.readRawBytes(Math.min(left, CHUNK)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addEntry(byte[] entry, Map<String, String> metadata) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(entry);
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> key = in.readString();
                case 2 -> value = in.readString();
                default -> in.skipField(tag);
            }
        }
        metadata.put(key, value);
    }

    /** Returns the checksum of a whole file, 64 hexadecimal digits. */
    static String sha256(Path model) {
        MessageDigest digest = newSha256();
        byte[] part = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(model)) {
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                digest.update(part, 0, n);
            }
        } catch (IOException e) {
            throw new ModelException("model " + model + " cannot be read: " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
