package io.lynceus.command;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.Frame;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.segment.Batcher;
import io.lynceus.stream.KafkaSettings;
import io.lynceus.stream.Node;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.TopicPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The same sets through the whole node: broker, topics, matching, health, batcher, masks topic. */
final class NodeRun {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Map<String, ToLongFunction<StageLatency>> STAGES = new LinkedHashMap<>();

    static {
        STAGES.put("decode", StageLatency::getDecodeNanos);
        STAGES.put("queue", StageLatency::getQueueNanos);
        STAGES.put("inference", StageLatency::getInferenceNanos);
        STAGES.put("encode", StageLatency::getEncodeNanos);
    }

    /**
     * What it came to.
     *
     * @param nanos between the mask before the first that counts, and the last
     * @param stageMillis median of each stage
     */
    record Result(long nanos, Map<String, Double> stageMillis) {}

    private final RigConfig config;
    private final KafkaSettings kafka;
    private final Recording recording;

    NodeRun(RigConfig config, Recording recording) {
        this.config = config;
        this.kafka = new KafkaSettings(config, Map.of());
        this.recording = recording;
    }

    /**
     * @param frames all of them: warm-up, those that count, and a tail that lets the last sets leave
     * @param batcher closed with the node
     * @param warm masks before the clock starts
     * @param counted masks that are timed
     */
    Result run(List<Frame> frames, Batcher batcher, int warm, int counted) throws Exception {
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        Path state = Files.createTempDirectory("lynceus-state");
        try (KafkaFrameSink sink = new KafkaFrameSink(config.rigs().get(0), kafka.producer());
                Node node = Node.start(
                        config, kafka, batcher, new Node.Options("bench", 1, state.toString()), Clock.systemUTC())) {
            recording.latched().forEach(sink::latch);
            // Meanwhile: the clock must start at the first mask that counts, not when everything is sent.
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> frames.forEach(sink::send));
            await(node, warm);
            long start = System.nanoTime();
            await(node, warm + counted);
            long nanos = System.nanoTime() - start;
            sending.join();
            return new Result(nanos, stages(counted));
        }
    }

    private static void await(Node node, int masks) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (node.tally().maskCount() < masks) {
            if (node.death().isDone()) {
                throw new IllegalStateException(
                        "the node died: " + node.death().join().getMessage(),
                        node.death().join());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(node.tally().maskCount() + " of " + masks + " masks after " + PATIENCE);
            }
            Thread.sleep(1);
        }
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
