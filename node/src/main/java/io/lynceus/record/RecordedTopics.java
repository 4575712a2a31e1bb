package io.lynceus.record;

import io.lynceus.dataset.Channel;
import io.lynceus.mcap.MessageEncoding;
import io.lynceus.mcap.RecordedTopic;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.v1.ClassPalette;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.rig.RigConfig;
import io.lynceus.rig.RigNames;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds out what a record of a rig file's topics is: its rig, its message type, its capture time. */
public final class RecordedTopics {
    private final Map<String, RigConfig.Sensor> sensors;
    private final RigNames rigs;
    private final String firstRig;
    private final String health;
    /** Message type by topic, for topics with only one. */
    private final Map<String, String> messages = new LinkedHashMap<>();

    public RecordedTopics(RigConfig config) {
        this.sensors = config.sensors().stream().collect(Collectors.toMap(RigConfig.Sensor::topic, sensor -> sensor));
        this.rigs = RigNames.of(config.rigs());
        this.firstRig = config.rigs().isEmpty() ? "" : config.rigs().get(0);
        this.health = config.output().health();
        messages.put(Topics.CALIBRATION, CameraCalibration.getDescriptor().getFullName());
        messages.put(Topics.TRANSFORMS, FrameTransform.getDescriptor().getFullName());
        messages.put(Topics.CLASSES, ClassPalette.getDescriptor().getFullName());
        messages.put(config.output().masks(), Segmentation.getDescriptor().getFullName());
        messages.put(config.output().health(), SensorHealth.getDescriptor().getFullName());
        messages.put(config.output().deadLetters(), DeadLetter.getDescriptor().getFullName());
        if (config.output().pictures() != null) {
            messages.put(
                    config.output().pictures(), CompressedImage.getDescriptor().getFullName());
        }
    }

    /** Returns all topics that can be recorded. */
    public Set<String> all() {
        Set<String> all = new HashSet<>(sensors.keySet());
        all.addAll(messages.keySet());
        return all;
    }

    /** Returns true for topics whose records stay true until later ones of their keys. */
    public static boolean isLatched(String topic) {
        return topic.equals(Topics.CALIBRATION) || topic.equals(Topics.TRANSFORMS) || topic.equals(Topics.CLASSES);
    }

    /** Returns the channel that a record belongs to; empty if it is of another rig, or not a message that is known. */
    public Optional<RecordedTopic> of(ConsumerRecord<String, byte[]> record) {
        String key = record.key() == null ? "" : record.key();
        String rig = rig(record.topic(), key);
        if (!rigs.include(rig) || record.value() == null) {
            return Optional.empty();
        }
        RigConfig.Sensor sensor = sensors.get(record.topic());
        return sensor == null
                ? Optional.ofNullable(messages.get(record.topic()))
                        .map(schema -> RecordedTopic.messages(record.topic(), rig, schema))
                : schema(sensor, record)
                        .map(schema -> RecordedTopic.sensor(
                                rig, MessageEncoding.of(sensor.payloadFormat().label()), channel(sensor, schema)));
    }

    /** Returns the rig of a key; classes belong to a model, and so to the first rig as well as to any other. */
    private String rig(String topic, String key) {
        if (topic.equals(Topics.CLASSES)) {
            return firstRig;
        }
        return isLatched(topic) || topic.equals(health) ? Topics.rigOf(key) : key;
    }

    private static Optional<String> schema(RigConfig.Sensor sensor, ConsumerRecord<String, byte[]> record) {
        return sensor.payloadFormat().schema(record.value(), sensor.measures());
    }

    private static Channel channel(RigConfig.Sensor sensor, String schema) {
        String frame = sensor.frame() == null ? "" : sensor.frame();
        String format = sensor.payloadFormat().label();
        return new Channel(sensor.name(), sensor.measures(), sensor.topic(), schema, format, sensor.rate(), frame);
    }

    /** Returns the capture time: that in the message, else that of the record. */
    public Stamp stamp(ConsumerRecord<String, byte[]> record) {
        RigConfig.Sensor sensor = sensors.get(record.topic());
        PayloadFormat format = sensor == null ? PayloadFormat.FOXGLOVE : sensor.payloadFormat();
        return format.stamp(record.value())
                .filter(stamp -> !stamp.isBefore(Stamp.EPOCH))
                .orElseGet(() -> Stamp.ofMillis(Math.max(0, record.timestamp())));
    }

    /** Returns the labelled sample that a sensor's frame belongs to, if a header names it. */
    Optional<String> sampleId(ConsumerRecord<String, byte[]> record) {
        return sensors.containsKey(record.topic())
                ? Headers.text(record.headers(), Headers.SAMPLE_ID)
                : Optional.empty();
    }

    /** Returns the sender's sequence number; empty if no header has it. */
    static OptionalLong sequence(ConsumerRecord<String, byte[]> record) {
        return Headers.text(record.headers(), Headers.SEQUENCE)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }
}
