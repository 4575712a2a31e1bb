package io.lynceus.stream.kafka.reading;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer of a stream thread. It goes ahead where it lies too far behind, shows what it receives, and begins anew where it is
 * asked to.
 *
 * <p>Thread safety: one thread, but for {@link #view} and {@link #restartAt}, which any thread may call.
 */
public final class SteeredConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(SteeredConsumer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long VIEW_MILLIS = 200;

    /** Ends a stream thread whose consumer begins anew at other offsets; another thread takes its place. */
    public static final class BeginsAnewException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BeginsAnewException(Map<TopicPartition, Long> offsets) {
            super("reading begins anew" + (offsets.isEmpty() ? "" : " at " + offsets));
        }
    }

    /**
     * What the consumer does.
     *
     * @param received records of each partition that it has
     * @param paused those that it does not ask for
     * @param millis when it last asked
     * @param polls how often it has asked
     */
    record View(Map<TopicPartition, Long> received, Set<TopicPartition> paused, long millis, long polls) {}

    private final SteeredClients.Steering steering;
    private final Optional<Leap> leap;
    private final Map<TopicPartition, Long> received = new HashMap<>();
    private final AtomicReference<Map<TopicPartition, Long>> restart = new AtomicReference<>(Map.of());
    private volatile boolean givesUp;
    private volatile View view = new View(Map.of(), Set.of(), 0, 0);
    private long polls;

    SteeredConsumer(Map<String, Object> properties, SteeredClients.Steering steering) {
        super(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.steering = steering;
        this.leap = steering.newLeap();
    }

    /** Returns what the consumer did lately. */
    View view() {
        return view;
    }

    /** Asks for a new beginning at these offsets. */
    void restartAt(Map<TopicPartition, Long> offsets) {
        restart.set(offsets);
    }

    /** Asks for new clients that go on where this one stands. */
    void giveUp() {
        givesUp = true;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (givesUp) {
            throw new BeginsAnewException(Map.of());
        }
        beginAnewIfAsked();
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        polls++;
        long now = steering.clock().millis();
        for (TopicPartition partition : records.partitions()) {
            received.merge(partition, (long) records.records(partition).size(), Long::sum);
        }
        if (now - view.millis > VIEW_MILLIS || now < view.millis) {
            Set<TopicPartition> assigned = assignment();
            received.keySet().retainAll(assigned);
            assigned.forEach(partition -> received.putIfAbsent(partition, 0L));
            view = new View(Map.copyOf(received), paused(), now, polls);
        }
        leap.ifPresent(rule -> leapIfBehind(rule, records, now));
        return records;
    }

    /**
     * A client keeps the leader epochs that it has seen, and never reads a log whose epoch is lower. So it commits offsets without
     * an epoch, and leaves its place to a new client. While its group shares the partitions out anew it can commit nothing, and may
     * hold none of them; the next poll tries again.
     */
    private void beginAnewIfAsked() {
        Map<TopicPartition, Long> offsets = restart.getAndSet(Map.of());
        if (offsets.isEmpty()) {
            return;
        }
        Set<TopicPartition> mine = assignment();
        Map<TopicPartition, OffsetAndMetadata> commits = offsets.entrySet().stream()
                .filter(offset -> mine.contains(offset.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, offset -> new OffsetAndMetadata(offset.getValue())));
        if (!commits.isEmpty() && isCommitted(commits)) {
            throw new BeginsAnewException(offsets);
        }
        if (!commits.isEmpty() || mine.isEmpty()) {
            restart.updateAndGet(newer -> newer.isEmpty() ? offsets : newer);
        }
    }

    private boolean isCommitted(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            commitSync(offsets, PATIENCE);
            return true;
        } catch (RebalanceInProgressException | CommitFailedException | TimeoutException e) {
            LOG.debug("The group does not take the offsets {} now", offsets, e);
            return false;
        }
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(offsets);
        steering.committed().confirmed(offsets);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        super.commitSync(offsets, timeout);
        steering.committed().confirmed(offsets);
    }

    private void leapIfBehind(Leap rule, ConsumerRecords<byte[], byte[]> records, long now) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
            long stamp = read.get(read.size() - 1).timestamp();
            if (steering.isSensor(partition.topic()) && stamp > 0) {
                long age = now - stamp + steering.offsetMillis(partition.topic());
                Optional<Long> target = rule.read(age, currentLag(partition).orElse(0) > 0, now);
                if (target.isPresent()) {
                    leapTo(now - target.get());
                    return;
                }
            }
        }
    }

    /** Goes on with the records of that capture time in all topics; a topic that ends before it stays where it is. */
    private void leapTo(long millis) {
        Map<TopicPartition, Long> wanted = assignment().stream()
                .filter(partition -> steering.isSensor(partition.topic()))
                .collect(Collectors.toMap(
                        partition -> partition, partition -> millis + steering.offsetMillis(partition.topic())));
        try {
            offsetsForTimes(wanted, PATIENCE).forEach(this::skipTo);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("Offsets of {} are not known", wanted, e); // the next batch asks again
        }
    }

    @SuppressWarnings("NullAway") // Kafka's map holds null where no record is that young
    private void skipTo(TopicPartition partition, OffsetAndTimestamp found) {
        if (found == null) {
            return;
        }
        long skipped = found.offset() - position(partition, PATIENCE);
        if (skipped > 0) {
            seek(partition, found.offset());
            steering.skipped(partition.topic(), skipped);
        }
    }

    @Override
    public void close() {
        steering.leave(this);
        super.close();
    }

    /**
     * Kafka Streams closes its consumers in this way, and stays in the group, so that what it holds is not moved while it starts
     * again. A node holds little, but for the time of a session nobody would read its partitions; so it leaves.
     */
    @Override
    public void close(CloseOptions options) {
        steering.leave(this);
        super.close(options.withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
