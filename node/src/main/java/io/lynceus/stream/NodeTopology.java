package io.lynceus.stream;

import com.google.protobuf.MessageLite;
import io.lynceus.wire.Topics;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Wires sources, processor, store and sinks; see the package's drawing. */
final class NodeTopology {
    private static final String FRAMES = "frames";
    private static final String MATCH = "match-and-segment";

    private NodeTopology() {}

    static Topology build(FrameProcessor.Surroundings node, Calibrations calibrations) {
        RigConfig config = node.config();
        Serializer<MessageLite> protobuf = (topic, message) -> message.toByteArray();
        Topology topology = new Topology();
        topology.addSource(
                        firstRead(config),
                        FRAMES,
                        new RecordTimes(config.sync().mode()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer(),
                        config.sensors().stream().map(RigConfig.Sensor::topic).toArray(String[]::new))
                .addProcessor(MATCH, () -> new FrameProcessor(node), FRAMES)
                .addStateStore(PendingFrames.builder(), MATCH)
                .addStateStore(Commits.builder(), MATCH)
                .addSink(FrameProcessor.MASKS, config.output().masks(), new StringSerializer(), protobuf, MATCH)
                .addSink(FrameProcessor.HEALTH, config.output().health(), new StringSerializer(), protobuf, MATCH)
                .addSink(
                        FrameProcessor.DEAD_LETTERS,
                        config.output().deadLetters(),
                        new StringSerializer(),
                        protobuf,
                        MATCH);
        String pictures = config.output().pictures();
        if (pictures != null) {
            topology.addProcessor(FrameProcessor.PICTURES, () -> new ColourPictures(node.card(), camera(config)), MATCH)
                    .addSink(pictures, pictures, new StringSerializer(), protobuf, FrameProcessor.PICTURES);
        }
        latched(topology, Topics.CALIBRATION, calibrations::camera);
        latched(topology, Topics.TRANSFORMS, calibrations::transform);
        return topology;
    }

    /** The coordinate frame that masks are in: the first sensor's that is not the frame of points. */
    private static String camera(RigConfig config) {
        return config.sensors().stream()
                .filter(sensor -> sensor.frame() == null)
                .map(RigConfig.Sensor::name)
                .findFirst()
                .orElse("");
    }

    /** Where a group that has read nothing yet begins: a vehicle's present, a recording's start. */
    private static AutoOffsetReset firstRead(RigConfig config) {
        return switch (config.sync().mode()) {
            case LIVE -> AutoOffsetReset.latest();
            case COMPLETE -> AutoOffsetReset.earliest();
        };
    }

    /** A compacted topic that every task reads to its end before the first frame. */
    private static void latched(Topology topology, String topic, BiConsumer<String, byte @Nullable []> reader) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(topic + "-store"), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topic,
                topic + "-reader",
                () -> new Processor<String, byte[], Void, Void>() {
                    @Override
                    public void process(Record<String, byte[]> record) {
                        if (record.key() != null) {
                            reader.accept(record.key(), record.value());
                        }
                    }
                });
    }
}
