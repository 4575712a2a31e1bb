package io.lynceus.mcap;

import io.lynceus.dataset.Channel;
import io.lynceus.mcap.file.McapChannel;
import io.lynceus.mcap.file.McapSchema;
import io.lynceus.mcap.file.Summary;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Topics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Classifies the channels of a file: sensors, calibrations, or channels that are not played. */
final class FileChannels {
    private static final Set<String> FRAMES = Set.of(
            "foxglove.CompressedImage",
            "foxglove.RawImage",
            "foxglove.PointCloud",
            "lynceus.v1.EventPacket",
            "sensor_msgs/msg/CompressedImage",
            "sensor_msgs/msg/Image",
            "sensor_msgs/msg/PointCloud2",
            "event_camera_msgs/msg/EventPacket");
    private static final String CALIBRATION = "foxglove.CameraCalibration";
    private static final String TRANSFORM = "foxglove.FrameTransform";

    private final Summary summary;

    FileChannels(Summary summary) {
        this.summary = summary;
    }

    /** Returns the type name of a channel's messages; empty if no schema describes them. */
    String schema(McapChannel channel) {
        McapSchema schema = summary.schemas.get(channel.schemaId());
        return schema == null ? "" : schema.name();
    }

    /** Returns the recorded rig; empty for a file that Lynceus did not record. */
    static String rig(McapChannel channel) {
        return channel.metadata().getOrDefault(RecordedTopic.RIG, "");
    }

    /**
     * Returns the sensor whose frames a channel holds: from the metadata that Lynceus records, or as the messages' type and the
     * topic's name suggest.
     */
    Optional<Channel> sensor(McapChannel channel) {
        Map<String, String> about = channel.metadata();
        String schema = schema(channel);
        boolean isFile = channel.encoding().equals(MessageEncoding.IMAGE.messageEncoding());
        if (about.containsKey(RecordedTopic.SENSOR) && about.containsKey(RecordedTopic.MODALITY)) {
            return Optional.of(new Channel(
                    about.getOrDefault(RecordedTopic.SENSOR, ""),
                    new Modality(about.getOrDefault(RecordedTopic.MODALITY, "")),
                    Topics.ofRos(channel.topic()),
                    isFile ? MessageEncoding.IMAGE_SCHEMA : schema,
                    about.getOrDefault(RecordedTopic.FORMAT, ""),
                    rate(channel),
                    about.getOrDefault(RecordedTopic.FRAME, "")));
        }
        if (!FRAMES.contains(schema) || isPicture(channel) || !isReadable(channel, schema)) {
            return Optional.empty();
        }
        String topic = Topics.ofRos(channel.topic());
        return Optional.of(new Channel(topic, modality(schema, topic), topic, schema, "", rate(channel), ""));
    }

    /** Returns true if a node can read the messages. A known schema in another encoding, such as ros1 or json, has other bytes. */
    private static boolean isReadable(McapChannel channel, String schema) {
        MessageEncoding expected = schema.contains("/msg/") ? MessageEncoding.ROS2 : MessageEncoding.FOXGLOVE;
        return channel.encoding().equals(expected.messageEncoding());
    }

    /** Returns true for masks drawn in colours, which are results although they look like a camera's images. */
    private static boolean isPicture(McapChannel channel) {
        return channel.metadata().containsKey(RecordedTopic.RIG);
    }

    /** Returns the topic on which a channel's messages are latched. */
    Optional<String> latchedTopic(McapChannel channel) {
        return switch (schema(channel)) {
            case CALIBRATION -> Optional.of(Topics.CALIBRATION);
            case TRANSFORM -> Optional.of(Topics.TRANSFORMS);
            default -> Optional.empty();
        };
    }

    private static Modality modality(String schema, String topic) {
        if (schema.contains("PointCloud")) {
            return Modality.LIDAR;
        }
        if (schema.endsWith("EventPacket")) {
            return Modality.EVENT;
        }
        return topic.toLowerCase(Locale.ROOT).contains("depth") ? Modality.DEPTH : Modality.RGB;
    }

    /** Returns the rate that the recorder noted, or the number of messages divided by the time that the file spans. */
    private double rate(McapChannel channel) {
        String noted = channel.metadata().getOrDefault(RecordedTopic.RATE, "");
        if (noted.matches("\\d{1,6}(\\.\\d{1,12})?")) {
            return Double.parseDouble(noted);
        }
        double seconds = (summary.end() - summary.start()) * 1e-9;
        long count = summary.counts.getOrDefault(channel.id(), 0L);
        return count < 2 || seconds <= 0 ? 0 : Math.round(100 * (count - 1) / seconds) / 100.0;
    }
}
