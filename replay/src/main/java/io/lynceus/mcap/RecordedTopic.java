package io.lynceus.mcap;

import io.lynceus.dataset.Channel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A topic of one rig, which becomes a channel of the file.
 *
 * @param rig the records' key
 * @param schema full name of the message, such as {@code foxglove.CompressedImage} or {@code sensor_msgs/msg/Image}
 * @param about facts from the records' keys and headers, which files do not keep, under the names of {@link #SENSOR} and others
 */
public record RecordedTopic(
        String topic, String rig, MessageEncoding payload, String schema, Map<String, String> about) {
    static final String RIG = "rig";
    static final String SENSOR = "sensor";
    static final String MODALITY = "modality";
    static final String RATE = "rate_hz";
    static final String FRAME = "frame_id";
    static final String FORMAT = "format";

    /** Makes the topic of a sensor's frames. */
    public static RecordedTopic sensor(String rig, MessageEncoding payload, Channel channel) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put(SENSOR, channel.sensor());
        about.put(MODALITY, channel.modality().name());
        about.put(FORMAT, channel.format());
        about.put(RATE, Double.toString(channel.rateHz()));
        about.put(FRAME, channel.frameId());
        return new RecordedTopic(channel.topic(), rig, payload, channel.schema(), about);
    }

    /** Makes a topic of protobuf messages that are not frames: masks, transitions, calibrations. */
    public static RecordedTopic messages(String topic, String rig, String schema) {
        return new RecordedTopic(topic, rig, MessageEncoding.FOXGLOVE, schema, Map.of());
    }

    /** Returns the channel's metadata. */
    Map<String, String> metadata() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(RIG, rig);
        all.putAll(about);
        return all;
    }
}
