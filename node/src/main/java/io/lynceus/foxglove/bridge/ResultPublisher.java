package io.lynceus.foxglove.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.foxglove.BinaryMessages;
import io.lynceus.foxglove.DropOldest;
import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.foxglove.Operations;
import io.lynceus.mcap.MessageEncoding;
import io.lynceus.process.DaemonThreads;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicFollower;
import io.lynceus.stream.message.Ros2Diagnostics;
import io.lynceus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a rig's masks and its sensors' states back to the robot, as ROS 2 messages on channels of this client. When the robot is
 * slow or away, the oldest are dropped.
 *
 * <p>Threads: one reads topics, one sends; all methods may be called from any thread.
 */
public final class ResultPublisher implements AutoCloseable {
    static final DropOldest.Counts NONE = new DropOldest.Counts(0, 0, 0, 0, 0);

    private static final Logger LOG = LoggerFactory.getLogger(ResultPublisher.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long JOIN_MILLIS = 500;
    private static final DropOldest.Limits QUEUE = new DropOldest.Limits(50, 16L << 20);

    /** The channels of this client, by id. */
    private enum Result {
        CLASSES("/lynceus/classes", "sensor_msgs/msg/Image"),
        DIAGNOSTICS("/diagnostics", Ros2Diagnostics.TYPE);

        private final String topic;
        private final String schema;

        Result(String topic, String schema) {
            this.topic = topic;
            this.schema = schema;
        }

        long id() {
            return ordinal() + 1L;
        }

        FoxgloveChannel channel() {
            String definition = new String(MessageEncoding.ROS2.schema(schema), StandardCharsets.UTF_8);
            return new FoxgloveChannel(topic, "cdr", schema, definition, MessageEncoding.ROS2.schemaEncoding());
        }
    }

    private final String rig;
    private final DropOldest<byte[]> queue = new DropOldest<>(QUEUE, message -> message.length);
    private volatile Optional<RobotConnection> robot = Optional.empty();
    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final TopicFollower follower;
    private final Thread writer = DaemonThreads.of("bridge-publisher", this::write);

    private ResultPublisher(String rig, KafkaSettings kafka) {
        this.rig = rig;
        this.follower = new TopicFollower("bridge-results", "The bridge", kafka, LOG, this::follow);
    }

    /** Starts to read a rig's results, from now on. */
    public static ResultPublisher start(String rig, KafkaSettings kafka) {
        ResultPublisher publisher = new ResultPublisher(rig, kafka);
        publisher.follower.start();
        publisher.writer.start();
        return publisher;
    }

    DropOldest.Counts counts() {
        return queue.counts();
    }

    /** Offers the results to a server that takes messages; says so of one that does not. */
    synchronized void meet(RobotConnection connection, JsonNode info) {
        if (!has(info.path("capabilities"), "clientPublish") || !has(info.path("supportedEncodings"), "cdr")) {
            warnings.warn(
                    "publish",
                    "The server takes no messages in cdr, so no results go there: its capabilities are "
                            + info.path("capabilities") + " and its encodings " + info.path("supportedEncodings"));
            return;
        }
        Map<Long, FoxgloveChannel> channels = new LinkedHashMap<>();
        for (Result result : Result.values()) {
            channels.put(result.id(), result.channel());
        }
        connection.say(Operations.advertise(channels));
        robot = Optional.of(connection);
    }

    private static boolean has(JsonNode words, String word) {
        for (JsonNode one : words) {
            if (one.asText().equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets a connection that has ended. */
    synchronized void leave(RobotConnection connection) {
        robot = robot.filter(open -> open != connection);
    }

    private void write() {
        try {
            for (Optional<byte[]> next = queue.take(); next.isPresent(); next = queue.take()) {
                byte[] message = next.orElseThrow();
                if (!robot.map(open -> open.publish(message)).orElse(false)) {
                    LOG.debug("a result was lost with the connection");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer, BooleanSupplier isOpen) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(Topics.MASKS, Topics.HEALTH)) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        while (isOpen.getAsBoolean()) {
            consumer.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null
                || !rig.equals(Topics.rigOf(record.key()))
                || record.value() == null
                || robot.isEmpty()) {
            return;
        }
        try {
            if (record.topic().equals(Topics.HEALTH)) {
                offer(Result.DIAGNOSTICS, Ros2Diagnostics.of(SensorHealth.parseFrom(record.value())));
            } else {
                Ros2Results.classes(Segmentation.parseFrom(record.value()))
                        .ifPresent(image -> offer(Result.CLASSES, image));
            }
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            warnings.warn(record.topic(), record.topic() + " holds something else: " + e.getMessage());
        }
    }

    private void offer(Result result, byte[] payload) {
        queue.offer(BinaryMessages.ofClient(result.id(), payload));
    }

    @Override
    public void close() throws InterruptedException {
        queue.discard();
        follower.close();
        writer.join(JOIN_MILLIS);
    }
}
