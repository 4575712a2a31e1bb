package io.lynceus.stream.kafka;

import io.lynceus.rig.RigConfig;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Knows the topics that a rig needs, creates them, and finds what is wrong with existing ones.
 *
 * <p>Retention goes by record timestamp, which is capture time: a replayed drive of years ago would expire at once. So sensor
 * topics are kept by size, not by time.
 */
public final class TopicPlan {
    private static final String SENSOR_RETENTION_BYTES = Long.toString(2L << 30);

    private static final String COMPARISON_RETENTION_BYTES = Long.toString(64L << 20);

    private static final String STATUS_RETENTION_MILLIS =
            Long.toString(Duration.ofHours(1).toMillis());
    private static final String HISTORY_MILLIS =
            Long.toString(Duration.ofDays(7).toMillis());
    private static final Set<String> OF_ONE_PARTITION = Set.of(
            Topics.CALIBRATION,
            Topics.TRANSFORMS,
            Topics.STATUS,
            Topics.CLASSES,
            Topics.COMPARISON_REQUESTS,
            Topics.COMPARISONS);

    private static final Duration OPENING = Duration.ofSeconds(10);
    private static final long RETRY_MILLIS = 20;

    private final RigConfig config;
    private final boolean hasLabels;

    public TopicPlan(RigConfig config) {
        this(config, false);
    }

    private TopicPlan(RigConfig config, boolean hasLabels) {
        this.config = config;
        this.hasLabels = hasLabels;
    }

    /** Returns the plan with the topic for labels of a recording beside the others, kept as the frames are. */
    public TopicPlan withLabels() {
        return new TopicPlan(config, true);
    }

    /** Creates the missing topics, and waits until every partition answers. */
    public void create(Admin admin, int partitions) throws InterruptedException {
        Set<String> existing = await(admin.listTopics().names(), "list topics");
        Map<String, Map<String, String>> wanted = new LinkedHashMap<>(planned());
        wanted.putAll(optional());
        List<NewTopic> missing = wanted.entrySet().stream()
                .filter(topic -> !existing.contains(topic.getKey()))
                .map(topic -> new NewTopic(
                                topic.getKey(), Optional.of(partitions(topic.getKey(), partitions)), Optional.empty())
                        .configs(topic.getValue()))
                .toList();
        createTolerantly(admin, missing);
        // A new partition may reject its first batch (KAFKA-15591); one that answers is open.
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (NewTopic topic : missing) {
            for (int p = 0; p < topic.numPartitions(); p++) {
                all.put(new TopicPartition(topic.name(), p), OffsetSpec.latest());
            }
        }
        awaitOpen(admin, all);
    }

    /** Creates topics; another process may create the same ones at the same moment, which is no error. */
    private static void createTolerantly(Admin admin, List<NewTopic> topics) throws InterruptedException {
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw failed("create topics", e);
                }
            }
        }
    }

    /** Waits for new topics; right after its creation a topic may still be unknown to the broker that is asked. */
    private static void awaitOpen(Admin admin, Map<TopicPartition, OffsetSpec> partitions) throws InterruptedException {
        long end = System.nanoTime() + OPENING.toNanos();
        while (true) {
            try {
                admin.listOffsets(partitions).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > end) {
                    throw failed("open topics", e);
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    /** Returns a line for each problem that would keep the node from working, with what to change; empty if there is none. */
    public List<String> problems(Admin admin) throws InterruptedException {
        Collection<String> wanted = planned().keySet();
        Set<String> existing = await(admin.listTopics().names(), "list topics");
        List<String> missing =
                wanted.stream().filter(t -> !existing.contains(t)).toList();
        if (!missing.isEmpty()) {
            return missing.stream()
                    .map(t -> "topic " + t + " does not exist; create it, or start with --create-topics")
                    .toList();
        }
        List<String> problems = new ArrayList<>();
        partitionProblem(await(admin.describeTopics(wanted).allTopicNames(), "describe topics"))
                .ifPresent(problems::add);
        List<ConfigResource> resources = config.sensors().stream()
                .map(sensor -> new ConfigResource(ConfigResource.Type.TOPIC, sensor.topic()))
                .toList();
        await(admin.describeConfigs(resources).all(), "read topic settings")
                .forEach((resource, settings) ->
                        sizeProblem(resource.name(), settings).ifPresent(problems::add));
        return problems;
    }

    private Optional<String> partitionProblem(Map<String, TopicDescription> topics) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        topics.values().stream()
                .filter(topic ->
                        config.sensors().stream().anyMatch(s -> s.topic().equals(topic.name())))
                .forEach(topic -> counts.put(topic.name(), topic.partitions().size()));
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        String fewer = counts.entrySet().stream()
                .filter(topic -> topic.getValue() < most)
                .map(topic -> topic.getKey() + " (" + topic.getValue() + ")")
                .collect(Collectors.joining(", "));
        return fewer.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "sensor topics must have the same number of partitions, so that a rig's frames meet; raise to "
                                + most + ": " + fewer);
    }

    private Optional<String> sizeProblem(String topic, Config settings) {
        long allowed = Long.parseLong(
                settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        return allowed >= config.maxFrameBytes()
                ? Optional.empty()
                : Optional.of("topic " + topic + " has max.message.bytes=" + allowed + ", frames may have "
                        + config.maxFrameBytes()
                        + " bytes; raise the topic's setting, or lower maxFrameBytes in the rig file");
    }

    /** Returns the topics and their settings. */
    private Map<String, Map<String, String>> planned() {
        Map<String, String> large = Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(Math.max(config.maxFrameBytes(), 1 << 20)),
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.RETENTION_BYTES_CONFIG,
                SENSOR_RETENTION_BYTES);
        Map<String, String> kept = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");
        Map<String, String> latched = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        // The history of some days stays, and the last transition of each sensor for ever.
        Map<String, String> states = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                HISTORY_MILLIS);
        Map<String, Map<String, String>> topics = new LinkedHashMap<>();
        config.sensors().forEach(sensor -> topics.put(sensor.topic(), large));
        if (hasLabels) {
            topics.put(Topics.LABELS, large);
        }
        topics.put(config.output().masks(), large);
        if (config.output().pictures() != null) {
            topics.put(config.output().pictures(), large);
        }
        topics.put(config.output().health(), states);
        if (config.output().diagnostics() != null) {
            topics.put(config.output().diagnostics(), kept);
        }
        topics.put(config.output().deadLetters(), kept);
        topics.put(Topics.CALIBRATION, latched);
        topics.put(Topics.TRANSFORMS, latched);
        topics.put(Topics.CLASSES, latched);
        topics.put(Topics.STATUS, Map.of(TopicConfig.RETENTION_MS_CONFIG, STATUS_RETENTION_MILLIS));
        return topics;
    }

    /** Returns the topics and settings of what a node can do without: comparisons. */
    private static Map<String, Map<String, String>> optional() {
        Map<String, String> brief = Map.of(TopicConfig.RETENTION_MS_CONFIG, STATUS_RETENTION_MILLIS);
        return Map.of(
                Topics.COMPARISON_REQUESTS,
                brief,
                Topics.COMPARISONS,
                Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        COMPARISON_RETENTION_BYTES));
    }

    private static int partitions(String topic, int partitions) {
        return OF_ONE_PARTITION.contains(topic) ? 1 : partitions;
    }

    private static <T> T await(KafkaFuture<T> future, String doing) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failed(doing, e);
        }
    }

    private static IllegalStateException failed(String doing, ExecutionException e) {
        return new IllegalStateException("could not " + doing + ": " + Remedies.of(e), e);
    }
}
