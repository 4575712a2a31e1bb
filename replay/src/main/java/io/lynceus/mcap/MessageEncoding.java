package io.lynceus.mcap;

import io.lynceus.mcap.file.McapWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The encodings of messages. The labels are those of rig files. */
public enum MessageEncoding {
    /** Protobuf messages, described by FileDescriptorSets. */
    FOXGLOVE("foxglove", "protobuf", "protobuf"),
    /** ROS 2 messages, described by their definitions as text. */
    ROS2("ros2", "cdr", "ros2msg"),
    /** The bytes of JPEG or PNG files, which no schema describes. */
    IMAGE("image", "x-image-file", "");

    /** The name that is used instead of a message type's for image files. */
    public static final String IMAGE_SCHEMA = "image";

    private final String label;
    private final String messageEncoding;
    private final String schemaEncoding;

    MessageEncoding(String label, String messageEncoding, String schemaEncoding) {
        this.label = label;
        this.messageEncoding = messageEncoding;
        this.schemaEncoding = schemaEncoding;
    }

    /** Returns the encoding of that name in a rig file. */
    public static MessageEncoding of(String label) {
        return Arrays.stream(values())
                .filter(payload -> payload.label.equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("payload '" + label + "': use foxglove, ros2 or image"));
    }

    /** Returns the word of files and viewers for how the messages are written. */
    public String messageEncoding() {
        return messageEncoding;
    }

    /** Returns the word of files and viewers for how the messages are described; empty if nothing describes them. */
    public String schemaEncoding() {
        return schemaEncoding;
    }

    /**
     * Returns what describes a message: a FileDescriptorSet, or a definition as text; empty for image files.
     *
     * @throws IllegalArgumentException if the message is not known
     */
    public byte[] schema(String message) {
        return switch (this) {
            case FOXGLOVE -> ProtoSchemas.describe(message).orElseThrow(() -> unknown(message));
            case ROS2 -> definition(message);
            case IMAGE -> new byte[0];
        };
    }

    /** Adds the schema of a message to a file; 0 if there is none. */
    int addSchema(McapWriter writer, String message) {
        return this == IMAGE ? 0 : writer.schema(message, schemaEncoding, schema(message));
    }

    private static byte[] definition(String schema) {
        String name = schema.replace('/', '.') + ".txt";
        try (InputStream in = MessageEncoding.class.getResourceAsStream(name)) {
            if (in == null) {
                throw unknown(schema);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the definition of " + schema + " cannot be read from the program's own jar", e);
        }
    }

    private static IllegalArgumentException unknown(String schema) {
        return new IllegalArgumentException(
                "message type '" + schema + "' is not known, so nothing can describe it; leave its topic out");
    }
}
