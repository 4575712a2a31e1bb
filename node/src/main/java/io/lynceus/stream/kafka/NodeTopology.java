package io.lynceus.stream.kafka;

import com.google.protobuf.MessageLite;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ModelCard;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.Regime;
import io.lynceus.stream.kafka.reading.RecordTimes;
import io.lynceus.stream.message.MaskPictures;
import io.lynceus.stream.message.Ros2Diagnostics;
import io.lynceus.wire.Topics;
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

/** Connects sources, processor, stores and sinks; see the package's drawing. */
final class NodeTopology {
    private static final String FRAMES = "frames";
    private static final String MATCH = "match-and-segment";

    private NodeTopology() {}

    static Topology build(SensorTopicProcessor.Shared node, ModelCard card, Calibrations calibrations) {
        RigConfig config = node.config();
        Regime.Reading reading = Regime.of(config.sync()).reading();
        Serializer<MessageLite> protobuf = (topic, message) -> message.toByteArray();
        Topology topology = new Topology();
        topology.addSource(
                        reading.fromThePresent() ? AutoOffsetReset.latest() : AutoOffsetReset.earliest(),
                        FRAMES,
                        new RecordTimes(reading.inStep()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer(),
                        config.sensors().stream().map(RigConfig.Sensor::topic).toArray(String[]::new))
                .addProcessor(MATCH, () -> new SensorTopicProcessor(node), FRAMES)
                .addStateStore(WaitingFrameStore.builder(), MATCH)
                .addStateStore(Commits.builder(), MATCH)
                .addSink(ResultForwarder.MASKS, config.output().masks(), new StringSerializer(), protobuf, MATCH)
                .addSink(ResultForwarder.HEALTH, config.output().health(), new StringSerializer(), protobuf, MATCH)
                .addSink(
                        ResultForwarder.DEAD_LETTERS,
                        config.output().deadLetters(),
                        new StringSerializer(),
                        protobuf,
                        MATCH);
        String pictures = config.output().pictures();
        if (pictures != null) {
            topology.addProcessor(
                            ResultForwarder.PICTURES, () -> new ColourPictures(MaskPictures.of(config, card)), MATCH)
                    .addSink(pictures, pictures, new StringSerializer(), protobuf, ResultForwarder.PICTURES);
        }
        String diagnostics = config.output().diagnostics();
        if (diagnostics != null) {
            Serializer<MessageLite> ros2 = (topic, message) -> Ros2Diagnostics.of((SensorHealth) message);
            topology.addSink(ResultForwarder.DIAGNOSTICS, diagnostics, new StringSerializer(), ros2, MATCH);
        }
        latched(topology, Topics.CALIBRATION, calibrations);
        latched(topology, Topics.TRANSFORMS, calibrations);
        return topology;
    }

    /** Adds a compacted topic whose later records keep the calibrations fresh; see {@link CalibrationTopics} for the earlier ones. */
    private static void latched(Topology topology, String topic, Calibrations calibrations) {
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
                        CalibrationTopics.take(topic, record.key(), record.value(), calibrations);
                    }
                });
    }
}
