package io.lynceus.bus;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.rig.RigNames;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that are there while a rig's frames are played, from {@link Topics#STATUS}.
 *
 * <p>Thread safety: one thread.
 */
public final class ServingNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServingNodes.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Nodes send a status once a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** Statuses of before that are read too, for what nodes had counted by then. */
    private static final long BEFORE = 64;

    private final String rig;
    private final Clock clock;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Stamp began;
    private final List<NodeStatus> statuses = new ArrayList<>();

    /** Begins to watch; the frames are sent after that. */
    public ServingNodes(String rig, KafkaSettings kafka, Clock clock) {
        this.rig = rig;
        this.clock = clock;
        this.consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.began = Stamp.of(clock.instant());
        assign();
    }

    /** Returns what the nodes made of the frames, in sentences; waits some seconds for their word. */
    public List<String> answer() {
        Stamp ended = Stamp.of(clock.instant());
        if (consumer.assignment().isEmpty()) {
            assign(); // a node may have begun meanwhile
        }
        Stamp last = ended.plusNanos(PATIENCE.toNanos());
        while (!consumer.assignment().isEmpty()
                && !hasWordSince(ended)
                && last.nanosSince(Stamp.of(clock.instant())) > 0) {
            consumer.poll(POLL).forEach(this::take);
        }
        return NodeAnswer.of(rig, statuses, began, ended);
    }

    private boolean hasWordSince(Stamp ended) {
        return statuses.stream()
                .anyMatch(status -> RigNames.of(status.getRigsList()).include(rig)
                        && Stamp.of(status.getTimestamp()).nanosSince(ended) > 0);
    }

    private void assign() {
        List<TopicPartition> partitions = consumer.listTopics().getOrDefault(Topics.STATUS, List.of()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        partitions.forEach(partition -> consumer.seek(
                partition,
                Math.max(beginnings.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L) - BEFORE)));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            statuses.add(NodeStatus.parseFrom(record.value()));
        } catch (InvalidProtocolBufferException e) {
            LOG.warn(
                    "{}-{}@{} is no status of a node: {}; it is left out",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
