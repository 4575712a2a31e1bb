package io.lynceus.stream.kafka.reading;

import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which topics a group has read, so that one that was created again under the same name is known for another one. The
 * memory is the metadata of an offset of the status topic, in a group beside the node's own; it needs no topic and no disk.
 */
public final class TopicIdentities {
    private static final Logger LOG = LoggerFactory.getLogger(TopicIdentities.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final TopicPartition PLACE = new TopicPartition(Topics.STATUS, 0);
    /** An offset's metadata may have 4096 bytes. */
    private static final int ID_CHARACTERS = 8;

    private final Admin admin;
    private final String group;

    /** @param group the node's consumer group */
    public TopicIdentities(Admin admin, String group) {
        this.admin = admin;
        this.group = group + "-topics";
    }

    /** Returns a word for each topic that changes when the topic is created again. */
    public Map<String, String> now(Collection<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        return of(admin.describeTopics(topics)
                .allTopicNames()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .values());
    }

    /** Returns such a word for each of these topics. */
    static Map<String, String> of(Collection<TopicDescription> topics) {
        return topics.stream().collect(Collectors.toMap(TopicDescription::name, topic -> topic.topicId()
                .toString()
                .substring(0, ID_CHARACTERS)));
    }

    /** Returns what was remembered; empty if that is not known, or may not be read. */
    public Map<String, String> remembered() throws InterruptedException {
        Map<String, String> identities = new HashMap<>();
        try {
            OffsetAndMetadata memory = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(PLACE);
            if (memory != null) {
                for (String entry : memory.metadata().split(" ", -1)) {
                    int equals = entry.indexOf('=');
                    if (equals > 0) {
                        identities.put(entry.substring(0, equals), entry.substring(equals + 1));
                    }
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Group {} cannot be read", group, e);
        }
        return identities;
    }

    public void remember(Map<String, String> identities) throws InterruptedException {
        String text = identities.entrySet().stream()
                .map(identity -> identity.getKey() + '=' + identity.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
        try {
            admin.alterConsumerGroupOffsets(group, Map.of(PLACE, new OffsetAndMetadata(0, text)))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info(
                    "Group {} cannot be written ({}): a topic that is created again while the node is down may not be"
                            + " noticed; grant READ on it",
                    group,
                    e.getMessage());
        }
    }
}
