package io.lynceus.stream.kafka;

import io.lynceus.rig.RigConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic in which a group keeps the references of its waiting frames, one partition for each of the sensors' topics. Where these
 * get another number of partitions, Kafka Streams refuses to work; {@link #repair} makes the state topic follow.
 */
public final class StateTopic {
    static final String REMEDY = "stop all nodes of the group, then run ./lynceus doctor --rig FILE --repair";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long RETRY_MILLIS = 50;
    private static final Duration POLL = Duration.ofMillis(200);

    private final String name;
    private final RigConfig config;

    /** @param application the group */
    public StateTopic(RigConfig config, String application) {
        this.config = config;
        this.name = application + '-' + WaitingFrameStore.NAME + "-changelog";
    }

    public String name() {
        return name;
    }

    /** Returns what is wrong with it; empty if it fits the sensors' topics, or does not exist yet. */
    public Optional<String> problem(Admin admin) throws InterruptedException {
        int wanted = sensorPartitions(admin);
        int there = partitions(admin);
        return there == 0 || there == wanted
                ? Optional.empty()
                : Optional.of("the state topic " + name + " has " + there + " partitions, the sensors' topics have "
                        + wanted + "; " + REMEDY);
    }

    /**
     * Gives the topic as many partitions as the sensors' topics have. All references of partitions that are still there are kept.
     *
     * @param kafka settings of the rig
     * @return what was done, in words
     */
    public String repair(Admin admin, KafkaSettings kafka) throws InterruptedException {
        int wanted = sensorPartitions(admin);
        int there = partitions(admin);
        if (there == 0 || there == wanted) {
            return "the state topic " + name + " fits already";
        }
        if (there < wanted) {
            await(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(wanted)))
                    .all());
            return "the state topic " + name + " has " + wanted + " partitions now instead of " + there
                    + "; nothing was lost";
        }
        Map<TopicPartition, Map<String, byte[]>> kept = contents(kafka, wanted);
        Map<String, String> settings = settings(admin);
        await(admin.deleteTopics(List.of(name)).all());
        create(admin, wanted, settings);
        write(kafka, kept);
        return "the state topic " + name + " has " + wanted + " partitions now instead of " + there
                + "; frames that waited in the other partitions are gone with these";
    }

    private int sensorPartitions(Admin admin) throws InterruptedException {
        Collection<TopicDescription> topics = await(admin.describeTopics(config.sensors().stream()
                                .map(RigConfig.Sensor::topic)
                                .toList())
                        .allTopicNames())
                .values();
        return topics.stream()
                .mapToInt(topic -> topic.partitions().size())
                .max()
                .orElse(0);
    }

    /** Returns how many partitions the topic has, 0 if there is no such topic. */
    private int partitions(Admin admin) throws InterruptedException {
        return await(admin.listTopics().names()).contains(name)
                ? await(admin.describeTopics(List.of(name)).allTopicNames()).values().stream()
                        .mapToInt(topic -> topic.partitions().size())
                        .sum()
                : 0;
    }

    private Map<String, String> settings(Admin admin) throws InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config all = await(admin.describeConfigs(List.of(topic)).all()).get(topic);
        Map<String, String> own = new HashMap<>();
        if (all != null) {
            all.entries().stream()
                    .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .forEach(entry -> own.put(entry.name(), entry.value()));
        }
        return own;
    }

    private Map<TopicPartition, Map<String, byte[]>> contents(KafkaSettings kafka, int partitions) {
        Map<TopicPartition, Map<String, byte[]>> contents = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            contents.put(new TopicPartition(name, p), new LinkedHashMap<>());
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(contents.keySet());
            consumer.assign(contents.keySet());
            consumer.seekToBeginning(contents.keySet());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the state topic " + name + " could not be read to its ends " + ends
                            + " in " + PATIENCE.toSeconds() + " s; nothing was changed, try again");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record, contents);
                }
            }
        }
        return contents;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Map<String, byte[]>> contents) {
        Map<String, byte[]> state = contents.get(new TopicPartition(record.topic(), record.partition()));
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (state != null && record.value() == null) {
            state.remove(key);
        } else if (state != null) {
            state.put(key, record.value());
        }
    }

    /** A topic's name is free only some time after it was deleted. */
    private void create(Admin admin, int partitions, Map<String, String> settings) throws InterruptedException {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                admin.createTopics(List.of(topic)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() > deadline) {
                    throw failed(e);
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private static void write(KafkaSettings kafka, Map<TopicPartition, Map<String, byte[]>> contents) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            contents.forEach((partition, state) -> state.forEach((key, value) -> producer.send(new ProducerRecord<>(
                    partition.topic(), partition.partition(), key.getBytes(StandardCharsets.UTF_8), value))));
            producer.flush();
        }
    }

    private <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(e);
        }
    }

    private IllegalStateException failed(Exception e) {
        return new IllegalStateException(
                "the state topic " + name + " could not be looked after: " + Remedies.of(e), e);
    }
}
