package io.lynceus.raster.message;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Recognises values that are not frames but something that producers send by mistake, so that the reason can name it. */
final class ForeignValue {
    /** Confluent's wire format: a zero byte, then a schema id of 32 bits, big-endian. */
    private static final int SCHEMA_FRAME = 5;
    /** AWS Glue's: version 3, compression 0 or 5, then an id of 16 bytes. */
    private static final int GLUE_FRAME = 18;

    private static final int LARGEST_SCHEMA_ID = 1 << 24;

    private ForeignValue() {}

    static void refuse(byte[] value, PayloadFormat expected) throws MalformedException {
        if (value.length == 0) {
            throw new MalformedException("empty value: a frame as " + expected.label() + " is expected", 0);
        }
        Optional<String> foreign = framed(value, expected).or(() -> text(value)).or(() -> packed(value));
        if (foreign.isPresent()) {
            throw new MalformedException(foreign.orElseThrow(), 0);
        }
    }

    /** Recognises a schema-registry prefix. A CDR message begins with a zero byte too, but no protobuf message or image file does. */
    private static Optional<String> framed(byte[] value, PayloadFormat expected) {
        if (value.length > SCHEMA_FRAME && value[0] == 0 && expected != PayloadFormat.ROS2) {
            int id = ByteBuffer.wrap(value).getInt(1);
            return id < 0 || id > LARGEST_SCHEMA_ID
                    ? Optional.empty()
                    : Optional.of("schema-registry frame: a zero byte and schema id " + id
                            + " stand before the message; produce the bare bytes, with a plain byte-array serializer");
        }
        if (value.length > GLUE_FRAME && value[0] == 3 && (value[1] == 0 || value[1] == 5)) {
            return Optional.of(
                    "schema-registry frame of AWS Glue, version 3, stands before the message; produce the bare"
                            + " bytes, with a plain byte-array serializer");
        }
        return Optional.empty();
    }

    /**
     * Returns a reading failure of a CDR message with what the value may be instead: a schema-registry prefix with a small id looks like
     * the beginning of a big-endian message, which hardly any robot sends.
     */
    static MalformedException named(byte[] value, MalformedException failure) {
        boolean mayBeFramed = value.length > SCHEMA_FRAME && value[0] == 0 && value[1] == 0 && value[2] == 0;
        return mayBeFramed
                ? new MalformedException(
                        failure.getMessage() + "; or is it a schema-registry frame of schema id "
                                + ByteBuffer.wrap(value).getInt(1)
                                + "? Then produce the bare bytes, with a plain byte-array serializer",
                        failure.byteOffset())
                : failure;
    }

    private static Optional<String> text(byte[] value) {
        int first = value[0] & 0xFF;
        int second = value.length > 1 ? value[1] & 0xFF : 0;
        if (first == '{' && (second == '"' || second == '}' || Character.isWhitespace(second))) {
            return Optional.of("JSON text: publish the bytes of a protobuf or CDR message, or of an image file");
        }
        boolean base64 = startsWith(value, "/9j/") || startsWith(value, "iVBORw0K");
        return base64
                ? Optional.of("base64 text of an image: publish its bytes themselves, or a protobuf message")
                : Optional.empty();
    }

    private static Optional<String> packed(byte[] value) {
        if (value.length > 2 && (value[0] & 0xFF) == 0x1F && (value[1] & 0xFF) == 0x8B && value[2] == 8) {
            return Optional.of(
                    "gzip data: publish the message itself, and let the producer's compression.type pack it");
        }
        boolean zstd = value.length > 4 && ByteBuffer.wrap(value).getInt() == 0x28B52FFD;
        return zstd
                ? Optional.of(
                        "Zstandard data: publish the message itself, and let the producer's compression.type pack it")
                : Optional.empty();
    }

    private static boolean startsWith(byte[] value, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (i >= value.length || value[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
