package io.lynceus.stream.kafka.reading;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of a node's group, as the broker has confirmed them.
 *
 * <p>Thread safety: any thread.
 */
public final class CommittedOffsets implements Committed {
    private static final long PATIENCE_SECONDS = 15;

    private final Map<String, Object> admin;
    private final String group;
    private final Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();

    /** @param admin properties of an admin client */
    public CommittedOffsets(Map<String, Object> admin, String group) {
        this.admin = Map.copyOf(admin);
        this.group = group;
    }

    /** Takes what the broker has confirmed. */
    void confirmed(Map<TopicPartition, OffsetAndMetadata> commit) {
        commit.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    }

    @Override
    public Map<TopicPartition, Long> ask(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> answer = new HashMap<>();
        try (Admin client = Admin.create(admin)) {
            ListConsumerGroupOffsetsSpec these = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
            client.listConsumerGroupOffsets(Map.of(group, these))
                    .partitionsToOffsetAndMetadata(group)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, offset) -> {
                        if (offset != null) { // Kafka's map holds null where nothing was committed
                            answer.put(partition, offset.offset());
                        }
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was asked for offsets of " + group, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "the broker did not tell the offsets of group " + group + " within " + PATIENCE_SECONDS + " s", e);
        }
        offsets.keySet().removeAll(partitions);
        offsets.putAll(answer);
        return answer;
    }

    @Override
    public long last(TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
