package io.lynceus.foxglove.feed;

import io.lynceus.record.RecordedTopics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Chooses what a consumer reads, and from where: frames and masks from now on, calibrations and sensors' states from the
 * beginning, and of topics whose messages are not known yet the last record, which shows their type.
 *
 * <p>Thread safety: the consumer's thread.
 */
final class FeedAssignment {
    private final KafkaConsumer<String, byte[]> consumer;
    private final String health;

    FeedAssignment(KafkaConsumer<String, byte[]> consumer, String health) {
        this.consumer = consumer;
        this.health = health;
    }

    /** Reads those topics that there are from now on, and returns them. */
    Set<String> read(Set<String> wanted, Predicate<String> isUnknown) {
        Set<TopicPartition> all = new HashSet<>();
        consumer.listTopics().forEach((topic, partitions) -> {
            if (wanted.contains(topic)) {
                partitions.forEach(info -> all.add(new TopicPartition(topic, info.partition())));
            }
        });
        Set<TopicPartition> fresh = new HashSet<>(all);
        fresh.removeAll(consumer.assignment());
        consumer.assign(all);
        begin(fresh, isUnknown);
        return all.stream().map(TopicPartition::topic).collect(Collectors.toUnmodifiableSet());
    }

    /** Reads calibrations and sensors' states from their beginning again, for a rig that was absent when they came. */
    void readStatesAgain() {
        List<TopicPartition> states = consumer.assignment().stream()
                .filter(partition -> isOfStates(partition.topic()))
                .toList();
        if (!states.isEmpty()) { // an empty list would mean all that the consumer reads
            consumer.seekToBeginning(states);
        }
    }

    private boolean isOfStates(String topic) {
        return topic.equals(health) || RecordedTopics.isLatched(topic);
    }

    private void begin(Set<TopicPartition> fresh, Predicate<String> isUnknown) {
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(fresh);
        Map<TopicPartition, Long> positions = new HashMap<>(ends);
        for (TopicPartition partition : fresh) {
            long start = starts.getOrDefault(partition, 0L);
            if (isOfStates(partition.topic())) {
                positions.put(partition, start);
            } else if (isUnknown.test(partition.topic())) {
                positions.computeIfPresent(partition, (same, end) -> Math.max(start, end - 1));
            }
        }
        positions.forEach(consumer::seek);
    }
}
