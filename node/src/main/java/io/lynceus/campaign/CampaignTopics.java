package io.lynceus.campaign;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of a run, and what is asked of them and done to them. One thread. */
final class CampaignTopics {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final RigConfig config;
    private final String group;
    private final int partitions;

    /**
     * @param group of the run's nodes
     * @param partitions of each topic
     */
    CampaignTopics(RigConfig config, String group, int partitions) {
        this.config = config;
        this.group = group;
        this.partitions = partitions;
    }

    private KafkaSettings settings() {
        return new KafkaSettings(config, Map.of());
    }

    /** Creates those that are missing. */
    void create() throws InterruptedException {
        try (Admin admin = Admin.create(settings().admin())) {
            new TopicPlan(config).create(admin, partitions);
        }
    }

    List<String> sensorTopics() {
        return config.sensors().stream().map(RigConfig.Sensor::topic).toList();
    }

    /** Returns the ends of a run's masks, by partition. */
    Map<Integer, Long> maskEnds() throws InterruptedException {
        Map<Integer, Long> ends = new HashMap<>();
        ends(config.output().masks()).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    private Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        withAdmin("the ends of " + topic + " are not known", admin -> admin.listOffsets(latest)
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset())));
        return ends;
    }

    /** Returns how many records of the sensors' topics a run's nodes have not read yet, by what they have committed. */
    long unread() throws InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : sensorTopics()) {
            ends.putAll(ends(topic));
        }
        AtomicLong unread = new AtomicLong();
        withAdmin("the offsets of a group are not known", admin -> {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            ends.forEach((partition, end) -> {
                OffsetAndMetadata read = committed.get(partition);
                unread.addAndGet(Math.max(0, end - (read == null ? 0 : read.offset())));
            });
        });
        return unread.get();
    }

    /** Deletes all records that a topic has now. */
    void deleteRecords(String topic) throws InterruptedException {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        ends(topic).forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        withAdmin(
                "the records of " + topic + " could not be deleted",
                admin -> admin.deleteRecords(all).all().get());
    }

    /** Deletes a topic, and creates it again after a time. */
    void createAgain(String topic, long goneMillis) throws InterruptedException {
        withAdmin("topic " + topic + " could not be deleted", admin -> {
            admin.deleteTopics(List.of(topic)).all().get();
            while (admin.listTopics().names().get().contains(topic)) {
                Thread.sleep(LOOK.toMillis());
            }
        });
        Thread.sleep(goneMillis);
        create();
    }

    /** What is asked of the broker. */
    private interface Question {
        void ask(Admin admin) throws ExecutionException, InterruptedException;
    }

    private void withAdmin(String failure, Question question) throws InterruptedException {
        try (Admin admin = Admin.create(settings().admin())) {
            question.ask(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException(failure + ": " + e.getCause(), e);
        }
    }

    /** Returns what all nodes have said of themselves so far. */
    List<NodeStatus> statuses() {
        TopicPartition topic = new TopicPartition(Topics.STATUS, 0);
        List<NodeStatus> statuses = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings().consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(topic));
            consumer.seekToBeginning(List.of(topic));
            long end = consumer.endOffsets(List.of(topic)).getOrDefault(topic, 0L);
            while (consumer.position(topic) < end) {
                for (ConsumerRecord<byte[], byte[]> status : consumer.poll(LOOK)) {
                    statuses.add(NodeStatus.parseFrom(status.value()));
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a record of " + topic + " is no status", e);
        }
        return statuses;
    }
}
