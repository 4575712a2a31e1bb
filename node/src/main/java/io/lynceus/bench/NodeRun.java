package io.lynceus.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.Segmenter;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Sends sets through the whole node in turns: broker, topics, matching, health, batcher, masks topic. The frames lie on their topics
 * before the node starts, since sending them is not its work.
 */
public final class NodeRun implements AutoCloseable {
    /** Time in which work that the node had begun before it was held, such as decoding, ends. */
    private static final long SETTLE_MILLIS = 50;

    private static final Duration POLL = Duration.ofMillis(200);

    private static final Map<String, ToLongFunction<StageLatency>> STAGES = new LinkedHashMap<>();

    static {
        STAGES.put("decode", StageLatency::getDecodeNanos);
        STAGES.put("queue", StageLatency::getQueueNanos);
        STAGES.put("inference", StageLatency::getInferenceNanos);
        STAGES.put("encode", StageLatency::getEncodeNanos);
    }

    private final RigConfig config;
    private final KafkaSettings kafka;
    private final SteppedSegmenter turnstile;
    private final TemporaryFolder state = TemporaryFolder.create("state");
    private final Node node;
    private final NodeAllocation allocation = new NodeAllocation();
    private int setsSoFar;

    /**
     * Sends the frames, then starts a node that is held at its first set.
     *
     * @param segmenter is closed by the caller, who may use it while the node is held
     * @param frames all of them: those that count, and a tail that lets the last sets leave
     */
    public NodeRun(RigConfig config, Recording recording, List<RecordedFrame> frames, Segmenter segmenter)
            throws Exception {
        this.config = config;
        this.kafka = new KafkaSettings(config, Map.of());
        this.turnstile = new SteppedSegmenter(segmenter);
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        try (KafkaFrameSink sink = new KafkaFrameSink(config.rigs().get(0), kafka.producer())) {
            recording.latched().forEach(sink::latch);
            frames.forEach(sink::send);
        }
        this.node = Node.start(
                config,
                kafka,
                new Batcher(turnstile, 1, System::nanoTime),
                new Node.Options("bench", 1, state.path().toString()),
                Clock.systemUTC());
    }

    /**
     * Lets the node segment its next sets. Between two calls it is held, and the caller may use the model.
     *
     * @return nanoseconds that these sets took
     */
    public long run(int sets) throws InterruptedException {
        allocation.begin();
        long nanos = turnstile.pass(sets);
        Thread.sleep(SETTLE_MILLIS);
        allocation.end();
        setsSoFar += sets;
        return nanos;
    }

    /** Returns the mean bytes that the node took from the heap for a set, since the last call or the start. */
    public double takeBytesPerSet() {
        double bytes = (double) allocation.take() / setsSoFar;
        setsSoFar = 0;
        return bytes;
    }

    /** Returns the median milliseconds of each stage of the masks so far. */
    public Map<String, Double> stageMillis() throws InvalidProtocolBufferException {
        return stages(Math.toIntExact(node.tally().maskCount()));
    }

    @Override
    public void close() {
        turnstile.open();
        node.close();
        state.close();
    }

    private Map<String, Double> stages(int atLeast) throws InvalidProtocolBufferException {
        List<StageLatency> latencies = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> masks =
                    List.of(new TopicPartition(config.output().masks(), 0));
            consumer.assign(masks);
            consumer.seekToBeginning(masks);
            while (latencies.size() < atLeast) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    latencies.add(Segmentation.parseFrom(record.value()).getLatency());
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        STAGES.forEach((stage, nanos) -> medians.put(stage, medianMillis(latencies, nanos)));
        return medians;
    }

    private static double medianMillis(List<StageLatency> latencies, ToLongFunction<StageLatency> nanos) {
        long[] sorted = latencies.stream().mapToLong(nanos).sorted().toArray();
        return sorted[sorted.length / 2] / 1e6;
    }
}
