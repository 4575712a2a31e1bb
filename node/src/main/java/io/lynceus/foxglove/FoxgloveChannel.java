package io.lynceus.foxglove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.settings.Json;

/**
 * A channel as a server advertises it.
 *
 * @param topic name for users
 * @param encoding of the messages, such as {@code protobuf} or {@code cdr}
 * @param schemaName full name of the message type
 * @param schema describes the type: a definition as text, or base64 of a FileDescriptorSet
 * @param schemaEncoding such as {@code protobuf} or {@code ros2msg}; empty if the encoding says it
 */
public record FoxgloveChannel(String topic, String encoding, String schemaName, String schema, String schemaEncoding) {

    /** Reads the entry of an {@code advertise} operation; what is absent is empty. */
    public static FoxgloveChannel of(JsonNode entry) {
        return new FoxgloveChannel(
                entry.path("topic").asText(),
                entry.path("encoding").asText(),
                entry.path("schemaName").asText(),
                entry.path("schema").asText(),
                entry.path("schemaEncoding").asText());
    }

    /** Returns the entry of an {@code advertise} operation. */
    public ObjectNode entry(long id) {
        ObjectNode entry = Json.object()
                .put("id", id)
                .put("topic", topic)
                .put("encoding", encoding)
                .put("schemaName", schemaName)
                .put("schema", schema);
        return schemaEncoding.isEmpty() ? entry : entry.put("schemaEncoding", schemaEncoding);
    }
}
