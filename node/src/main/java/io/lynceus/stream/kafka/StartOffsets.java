package io.lynceus.stream.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets where a consumer group that has read nothing yet begins: at the topics' ends when the node starts. The consumer's own rule
 * "latest" means the ends at its first poll, some seconds later, and the frames in between would be in no account.
 */
final class StartOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private StartOffsets() {}

    /**
     * Commits the present ends of the topics for a group, where it has no offset. The offsets of a group that has
     * members are left alone, because another node of the group works there already.
     *
     * @throws IllegalStateException if the broker does not answer
     */
    static void commitEnds(Admin admin, String group, List<String> topics) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        await(admin.describeTopics(topics).allTopicNames()).values().forEach(topic -> topic.partitions()
                .forEach(p -> latest.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest())));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                await(admin.listOffsets(latest).all());
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (committed.get(partition) == null) {
                missing.put(partition, new OffsetAndMetadata(end.offset()));
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        try {
            admin.alterConsumerGroupOffsets(group, missing).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("Group {} begins at {}", group, missing);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof ApiException)) {
                throw failed(e);
            }
            LOG.info(
                    "Group {} has members; its offsets stay theirs ({})",
                    group,
                    e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw failed(e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(Exception e) {
        return new IllegalStateException(
                "the group's first offsets could not be set: " + e.getMessage()
                        + "; is the broker of bootstrap.servers up, and may this user read and alter groups?",
                e);
    }
}
