package io.lynceus.mcap.file;

import java.util.Map;

/**
 * A stream of messages.
 *
 * @param schemaId 0 for none
 * @param encoding of the messages: {@code protobuf}, {@code cdr}, ...
 */
public record McapChannel(int id, int schemaId, String topic, String encoding, Map<String, String> metadata) {}
