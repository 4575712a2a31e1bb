package io.lynceus.stream.kafka.reading;

import io.lynceus.process.DaemonThreads;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Regime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches that the sensors' topics are the ones that the node began to read, and that what comes on them is read. A topic that was
 * created again is read from its beginning; a partition that grows unread is read by a new client. So is everything if Kafka Streams
 * does not come to run although the broker answers.
 *
 * <p>Thread safety: any thread; a daemon thread of its own looks once a second.
 */
public final class ReadingWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadingWatch.class);
    private static final long LOOK_MILLIS = 1000;
    private static final Duration ANSWER = Duration.ofSeconds(3);
    /** Shorter silences come of a broker that restarts. */
    private static final Duration SHORTEST = Duration.ofSeconds(3);

    private static final double SILENT_PERIODS = 2.5;
    private static final long RESTARTS_APART_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long ABSENCE_LOOK_MILLIS = 300;

    private final Admin admin;
    private final String group;
    private final SteeredClients.Steering steering;
    private final TopicIdentities identities;
    private final Map<String, RigConfig.Sensor> sensors;
    private final boolean fromThePresent;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("reading-watch"));

    private final BooleanSupplier running;
    private final StuckPartitions stuck = new StuckPartitions();
    private final Standstill standstill = new Standstill();
    private final Map<String, String> known = new HashMap<>();
    private final Map<TopicPartition, Long> restarted = new HashMap<>();
    private volatile List<String> troubles = List.of();
    private volatile boolean closed;

    /**
     * Begins to watch.
     *
     * @param admin owned from now on
     * @param running whether Kafka Streams runs
     */
    public ReadingWatch(
            RigConfig config, Admin admin, String group, SteeredClients.Steering steering, BooleanSupplier running) {
        this.running = running;
        this.admin = admin;
        this.group = group;
        this.steering = steering;
        this.identities = new TopicIdentities(admin, group);
        this.sensors = config.sensors().stream()
                .collect(Collectors.toUnmodifiableMap(RigConfig.Sensor::topic, Function.identity()));
        this.fromThePresent = Regime.of(config.sync()).reading().fromThePresent();
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns what is wrong, a sentence each. */
    public List<String> troubles() {
        return troubles;
    }

    private void look() {
        try {
            List<String> found = new ArrayList<>();
            List<TopicDescription> there = new ArrayList<>();
            absent(there)
                    .forEach(topic -> found.add("topic " + topic + " does not exist any more; create it again, as with"
                            + " ./lynceus node --create-topics: the node then goes on by itself"));
            if (found.isEmpty()) {
                lookForTopicsCreatedAgain(there);
                lookForStuckPartitions(found);
                lookForStandstill();
            }
            troubles = List.copyOf(found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("The topics could not be looked at", e); // the broker's watch reports a broker that is gone
        }
    }

    /** @param there gets the topics that exist */
    private Set<String> absent(List<TopicDescription> there) throws InterruptedException, TimeoutException {
        Set<String> absent = new TreeSet<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(sensors.keySet()).topicNameValues().entrySet()) {
            try {
                there.add(topic.getValue().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    absent.add(topic.getKey());
                }
            }
        }
        return absent;
    }

    /**
     * Waits until all topics are there.
     *
     * @return false if the watch was closed meanwhile
     */
    public boolean awaitTopics() {
        while (!closed) {
            try {
                if (absent(new ArrayList<>()).isEmpty()) {
                    return true;
                }
                Thread.sleep(ABSENCE_LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (TimeoutException | RuntimeException e) {
                LOG.debug("The topics could not be looked at", e);
            }
        }
        return false;
    }

    private void lookForTopicsCreatedAgain(List<TopicDescription> there) throws InterruptedException {
        Map<String, String> now = TopicIdentities.of(there);
        Set<String> again = now.entrySet().stream()
                .filter(topic ->
                        known.containsKey(topic.getKey()) && !topic.getValue().equals(known.get(topic.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!again.isEmpty()) {
            LOG.warn("Topics {} were created again while the node ran; they are read from their beginning", again);
            restart(partition -> again.contains(partition.topic()) ? 0L : -1);
            identities.remember(now);
        }
        known.putAll(now);
    }

    /** @param offset of a partition that begins anew; negative for the others */
    private void restart(Function<TopicPartition, Long> offset) {
        for (SteeredConsumer consumer : steering.consumers()) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            consumer.view().received().keySet().forEach(partition -> {
                long begin = offset.apply(partition);
                if (begin >= 0) {
                    offsets.put(partition, begin);
                }
            });
            if (!offsets.isEmpty()) {
                consumer.restartAt(offsets);
            }
        }
    }

    private void lookForStuckPartitions(List<String> found)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, StuckPartitions.Look> looks = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        List<SteeredConsumer.View> views =
                steering.consumers().stream().map(SteeredConsumer::view).toList();
        views.forEach(view -> view.received().keySet().stream()
                .filter(partition -> sensors.containsKey(partition.topic()))
                .forEach(partition -> latest.put(partition, OffsetSpec.latest())));
        if (latest.isEmpty()) {
            return;
        }
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(latest).all().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        long millis = steering.clock().millis();
        for (SteeredConsumer.View view : views) {
            boolean polls = Math.abs(millis - view.millis()) < LOOK_MILLIS;
            view.received().forEach((partition, received) -> {
                ListOffsetsResultInfo end = ends.get(partition);
                if (end != null) {
                    boolean asks = polls && !view.paused().contains(partition);
                    looks.put(partition, new StuckPartitions.Look(received, end.offset(), asks, view.polls()));
                }
            });
        }
        for (Map.Entry<TopicPartition, Duration> silence :
                stuck.look(looks, System.nanoTime()).entrySet()) {
            TopicPartition partition = silence.getKey();
            long end = Objects.requireNonNull(ends.get(partition)).offset();
            if (silence.getValue().compareTo(limit(partition.topic())) > 0) {
                found.add("nothing of " + partition + " has been received for "
                        + silence.getValue().toMillis() + " ms although its log grows, now to " + end
                        + "; the node reads it by a new client. If this stays, restart the node with another"
                        + " --application");
                restartStuck(partition, end);
            }
        }
    }

    /** The clients of a task that restores are not watched otherwise; they may never fetch a log whose epoch fell. */
    private void lookForStandstill() {
        if (standstill.isTooLong(running.getAsBoolean(), System.nanoTime())) {
            LOG.warn("Kafka Streams has not come to run for long although the broker answers; new clients take over");
            steering.consumers().forEach(SteeredConsumer::giveUp);
        }
    }

    private Duration limit(String topic) {
        Duration silence = Duration.ofNanos((long) (SILENT_PERIODS
                * Objects.requireNonNull(sensors.get(topic)).period().toNanos()));
        return silence.compareTo(SHORTEST) > 0 ? silence : SHORTEST;
    }

    private void restartStuck(TopicPartition stuckOne, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        long now = System.nanoTime();
        Long last = restarted.get(stuckOne);
        if (last != null && now - last < RESTARTS_APART_NANOS) {
            return;
        }
        restarted.put(stuckOne, now);
        long begin = admin.listOffsets(Map.of(stuckOne, OffsetSpec.earliest()))
                .partitionResult(stuckOne)
                .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .offset();
        OffsetAndMetadata committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .get(stuckOne);
        long fallback = fromThePresent ? end : begin;
        long next = committed != null && committed.offset() >= begin && committed.offset() <= end
                ? committed.offset()
                : fallback;
        LOG.warn("{} grows but is not received; a new client reads it from {} on", stuckOne, next);
        restart(partition -> partition.equals(stuckOne) ? next : -1);
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
