package io.lynceus.command.doctor;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Some frames of a sensor's topic: a few that are spread over each partition, and its last ones.
 *
 * @param frames in the order of the log, one partition after the other
 * @param newest the last record of the first partition that has one
 */
record SensorLog(RigConfig.Sensor sensor, List<List<Seen>> frames, Optional<ConsumerRecord<String, byte[]>> newest) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SPREAD = 16;
    private static final int LAST = 16;

    /**
     * A frame.
     *
     * @param key of its rig
     * @param stamp of its capture, without the sensor's offset; empty if it carries none
     * @param record the record's own timestamp
     */
    record Seen(String key, Optional<Stamp> stamp, Stamp record) {}

    /** Reads from the broker. */
    static SensorLog read(RigConfig.Sensor sensor, KafkaSettings kafka) {
        Map<String, Object> properties = new LinkedHashMap<>(kafka.consumer());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1); // one batch, however large
        List<List<Seen>> frames = new ArrayList<>();
        Optional<ConsumerRecord<String, byte[]>> newest = Optional.empty();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(sensor.topic()).stream()
                    .map(p -> new TopicPartition(sensor.topic(), p.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            for (Map.Entry<TopicPartition, Long> end :
                    consumer.endOffsets(partitions).entrySet()) {
                long begin = begins.getOrDefault(end.getKey(), 0L);
                List<ConsumerRecord<String, byte[]>> some = some(consumer, end.getKey(), begin, end.getValue());
                frames.add(some.stream().map(record -> seen(sensor, record)).toList());
                newest = newest.or(() -> some.isEmpty() ? Optional.empty() : Optional.of(some.get(some.size() - 1)));
            }
        }
        return new SensorLog(sensor, List.copyOf(frames), newest);
    }

    private static List<ConsumerRecord<String, byte[]>> some(
            KafkaConsumer<String, byte[]> consumer, TopicPartition partition, long begin, long end) {
        TreeSet<Long> offsets = new TreeSet<>();
        for (int i = 0; i < SPREAD; i++) {
            offsets.add(begin + (end - begin) * i / SPREAD);
        }
        for (long last = Math.max(begin, end - LAST); last < end; last++) {
            offsets.add(last);
        }
        List<ConsumerRecord<String, byte[]>> some = new ArrayList<>();
        consumer.assign(List.of(partition));
        for (long offset : offsets.headSet(end)) {
            consumer.seek(partition, offset);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(PATIENCE)) {
                some.add(record);
            }
        }
        return some;
    }

    private static Seen seen(RigConfig.Sensor sensor, ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value();
        Optional<Stamp> stamp =
                value == null ? Optional.empty() : sensor.payloadFormat().stamp(value);
        return new Seen(
                String.valueOf(record.key()),
                stamp.map(at -> at.plusNanos(-sensor.stampOffset().toNanos())),
                Stamp.ofMillis(record.timestamp()));
    }

    /** Returns the frames of a rig, one list for each partition. */
    List<List<Seen>> of(String rig) {
        return frames.stream()
                .map(some -> some.stream().filter(seen -> seen.key.equals(rig)).toList())
                .filter(some -> !some.isEmpty())
                .toList();
    }
}
