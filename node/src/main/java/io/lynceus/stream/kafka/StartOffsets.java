package io.lynceus.stream.kafka;

import io.lynceus.stream.kafka.reading.TopicIdentities;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * Sets where a consumer group begins when its node starts.
 *
 * <p>A group that has read nothing yet begins, in live mode, at the present ends of the topics. The consumer's own rule "latest"
 * means the ends at its first poll, some seconds later, and the frames in between would be in no account.
 *
 * <p>What a group committed may no longer fit the log, because a topic was created again or retention was faster than the node.
 * A client with a committed leader epoch above that of the log never fetches the partition, and the node would be ready and blind
 * (promise R15). Such an offset is replaced by the place where a new group would begin.
 */
final class StartOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private StartOffsets() {}

    /**
     * Sets the offsets that are missing or do not fit. The offsets of a group that has members are left alone, because another
     * node of the group works there already.
     *
     * @param fromThePresent whether a new group begins at the ends of the topics, or else at their beginnings
     * @throws IllegalStateException if the broker does not answer
     */
    static void prepare(Admin admin, String group, List<String> topics, boolean fromThePresent)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        await(admin.describeTopics(topics).allTopicNames()).values().forEach(topic -> topic.partitions()
                .forEach(p -> latest.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest())));
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        latest.keySet().forEach(partition -> earliest.put(partition, OffsetSpec.earliest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                await(admin.listOffsets(latest).all());
        Map<TopicPartition, ListOffsetsResultInfo> beginnings =
                await(admin.listOffsets(earliest).all());
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        TopicIdentities identities = new TopicIdentities(admin, group);
        Map<String, String> now = identitiesNow(identities, topics);
        Map<String, String> before = identities.remembered();
        Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
        ends.forEach((partition, end) -> {
            ListOffsetsResultInfo beginning = Objects.requireNonNull(beginnings.get(partition));
            OffsetAndMetadata old = committed.get(partition);
            long first = fromThePresent ? end.offset() : beginning.offset();
            if (old == null) {
                if (fromThePresent) {
                    changed.put(partition, new OffsetAndMetadata(first));
                }
            } else if (isAnother(partition.topic(), before, now)) {
                LOG.warn(
                        "{}: the topic was created again while the node was down, so the group's offset {} belongs to"
                                + " another log. The group goes on at {} of {} to {}",
                        partition,
                        old.offset(),
                        first,
                        beginning.offset(),
                        end.offset());
                changed.put(partition, new OffsetAndMetadata(first));
            } else if (!fits(old, beginning, end)) {
                LOG.warn(
                        "{}: the group's offset {} (epoch {}) does not fit the log, which holds {} to {} (epoch {});"
                                + " was the topic created again, or is its retention too short? The group goes on at {}",
                        partition,
                        old.offset(),
                        epoch(old.leaderEpoch()),
                        beginning.offset(),
                        end.offset(),
                        epoch(end.leaderEpoch()),
                        first);
                changed.put(partition, new OffsetAndMetadata(first));
            }
        });
        alter(admin, group, changed);
        if (!now.equals(before)) {
            identities.remember(now);
        }
    }

    private static boolean isAnother(String topic, Map<String, String> before, Map<String, String> now) {
        return before.containsKey(topic) && !before.get(topic).equals(now.get(topic));
    }

    private static Map<String, String> identitiesNow(TopicIdentities identities, List<String> topics)
            throws InterruptedException {
        try {
            return identities.now(topics);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(e);
        }
    }

    private static boolean fits(OffsetAndMetadata old, ListOffsetsResultInfo beginning, ListOffsetsResultInfo end) {
        // An empty log has no epoch of its own; nothing can have been read of it.
        int newest = end.leaderEpoch().orElse(0);
        return old.offset() >= beginning.offset()
                && old.offset() <= end.offset()
                && old.leaderEpoch().orElse(0) <= newest;
    }

    private static String epoch(Optional<Integer> epoch) {
        return epoch.map(String::valueOf).orElse("none");
    }

    private static void alter(Admin admin, String group, Map<TopicPartition, OffsetAndMetadata> changed)
            throws InterruptedException {
        if (changed.isEmpty()) {
            return;
        }
        try {
            admin.alterConsumerGroupOffsets(group, changed).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("Group {} begins at {}", group, changed);
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
        return new IllegalStateException("the group's first offsets could not be set: " + Remedies.of(e), e);
    }
}
