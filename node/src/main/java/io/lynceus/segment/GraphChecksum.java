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
import java.util.HexFormat;
import java.util.Optional;

/**
 * Checks that a model file holds the graph, weights and all, that was exported. The metadata entry {@value #METADATA_KEY} is the
 * SHA-256 of the bytes of the file's graph; files of earlier versions have none, and are taken as they are.
 */
final class GraphChecksum {
    static final String METADATA_KEY = "lynceus.graph.sha256";

    private static final int GRAPH = 7;
    private static final int METADATA = 14;
    private static final int CHUNK = 1 << 16;

    private GraphChecksum() {}

    /** Throws a {@link ModelException} if the graph is not the one that was exported. */
    static void check(Path model) {
        Optional<String> said = Optional.empty();
        String seen = "none";
        try (InputStream file = new BufferedInputStream(Files.newInputStream(model), CHUNK)) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            in.setSizeLimit(Integer.MAX_VALUE);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                boolean bytes = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (bytes && WireFormat.getTagFieldNumber(tag) == GRAPH) {
                    seen = digest(in);
                } else if (bytes && WireFormat.getTagFieldNumber(tag) == METADATA) {
                    Optional<String> checksum = checksum(in.readByteArray());
                    said = checksum.isPresent() ? checksum : said;
                } else {
                    in.skipField(tag);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            return; // no ONNX file; ONNX Runtime says so
        } catch (IOException e) {
            throw new ModelException("model " + model + " cannot be read: " + e.getMessage(), e);
        }
        String graph = seen;
        said.filter(expected -> !expected.equals(graph)).ifPresent(expected -> {
            throw new ModelException("model " + model + " is damaged: the checksum of its graph is " + graph
                    + ", it was exported with " + expected
                    + "; copy the file again, or export it again with './lynceus trainer export'");
        });
    }

    private static String digest(CodedInputStream in) throws IOException {
        MessageDigest digest = sha256();
        for (int left = in.readRawVarint32(); left > 0; left -= CHUNK) {
            digest.update(in.readRawBytes(Math.min(left, CHUNK)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the value of the checksum's metadata entry; empty for any other entry. */
    private static Optional<String> checksum(byte[] entry) throws IOException {
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
        return key.equals(METADATA_KEY) ? Optional.of(value) : Optional.empty();
    }

    /** Returns the checksum of a whole file, 64 hexadecimal digits. */
    static String ofFile(Path model) {
        MessageDigest digest = sha256();
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
