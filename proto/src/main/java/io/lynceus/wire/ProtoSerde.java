package io.lynceus.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Bare protobuf bytes, with no schema-registry prefix.
 *
 * @param <M> the message
 */
public final class ProtoSerde<M extends MessageLite> implements Serde<M> {
    private final Parser<M> parser;

    public ProtoSerde(Parser<M> parser) {
        this.parser = parser;
    }

    @Override
    public Serializer<M> serializer() {
        return (topic, message) -> message == null ? null : message.toByteArray();
    }

    /** Returns a deserializer that throws {@link SerializationException} on bytes that are not such a message. */
    @Override
    public Deserializer<M> deserializer() {
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            try {
                return parser.parseFrom(bytes);
            } catch (InvalidProtocolBufferException e) {
                throw new SerializationException(
                        "value of " + bytes.length + " bytes on topic " + topic + " is not the expected message: "
                                + e.getMessage() + "; check what publishes to it",
                        e);
            }
        };
    }
}
