package io.lynceus.dataset;

import java.util.Arrays;
import java.util.Objects;

/** A message that holds for the whole recording, such as a calibration, and that a late reader must get too. */
public final class Latched {
    private final String topic;
    private final String frameId;
    private final String schema;
    private final byte[] value;

    /**
     * Makes a latched message.
     *
     * @param topic {@link io.lynceus.wire.Topics#CALIBRATION} or {@link io.lynceus.wire.Topics#TRANSFORMS}
     * @param frameId the frame it describes: the calibrated camera's, or the transform's child
     * @param schema full name of the protobuf message
     * @param value the bare protobuf message; not copied, never to be changed
     */
    public Latched(String topic, String frameId, String schema, byte[] value) {
        this.topic = topic;
        this.frameId = frameId;
        this.schema = schema;
        this.value = value;
    }

    public String topic() {
        return topic;
    }

    public String frameId() {
        return frameId;
    }

    public String schema() {
        return schema;
    }

    /** Returns the bare protobuf message itself, not a copy. */
    public byte[] value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latched that
                && topic.equals(that.topic)
                && frameId.equals(that.frameId)
                && schema.equals(that.schema)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, frameId, schema, Arrays.hashCode(value));
    }

    @Override
    public String toString() {
        return schema + " of " + frameId + " on " + topic;
    }
}
