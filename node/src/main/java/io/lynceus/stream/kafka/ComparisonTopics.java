package io.lynceus.stream.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.proto.v1.Comparison;
import io.lynceus.proto.v1.ComparisonRequest;
import io.lynceus.stream.Comparisons;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests for second masks from their topic, and sends these to theirs. Where the topics are missing, nobody can ask.
 *
 * <p>Threads: one of its own reads; second masks are sent by the thread that packed them.
 */
final class ComparisonTopics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ComparisonTopics.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOK_AGAIN_NANOS = 5_000_000_000L;
    private static final int MOST_BLOCKED_MILLIS = 1000;
    private static final List<String> BOTH = List.of(Topics.COMPARISON_REQUESTS, Topics.COMPARISONS);

    private final KafkaSettings kafka;
    private final Comparisons comparisons;
    private final TopicFollower follower;
    private @Nullable KafkaProducer<String, byte[]> producer;
    private boolean isClosed;

    private ComparisonTopics(KafkaSettings kafka, Comparisons comparisons) {
        this.kafka = kafka;
        this.comparisons = comparisons;
        this.follower = new TopicFollower("comparisons", "The node", kafka, LOG, this::read);
    }

    /** Begins to listen. */
    static ComparisonTopics start(KafkaSettings kafka, Comparisons comparisons) {
        ComparisonTopics topics = new ComparisonTopics(kafka, comparisons);
        comparisons.onMade(topics::send);
        topics.follower.start();
        return topics;
    }

    private void read(KafkaConsumer<String, byte[]> consumer, BooleanSupplier isOpen) {
        long looked = System.nanoTime() - LOOK_AGAIN_NANOS;
        while (isOpen.getAsBoolean()) {
            if (consumer.assignment().isEmpty() && System.nanoTime() - looked >= LOOK_AGAIN_NANOS) {
                looked = System.nanoTime();
                assign(consumer);
            }
            if (consumer.assignment().isEmpty()) {
                rest();
            } else {
                consumer.poll(POLL).forEach(this::take);
            }
        }
    }

    private static void assign(KafkaConsumer<String, byte[]> consumer) {
        Map<String, List<PartitionInfo>> there = consumer.listTopics();
        if (there.keySet().containsAll(BOTH)) {
            List<TopicPartition> requests = there.getOrDefault(Topics.COMPARISON_REQUESTS, List.of()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(requests);
            consumer.seekToEnd(requests);
            requests.forEach(consumer::position); // seeking is lazy, but the end must be that of this moment
        }
    }

    private static void rest() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() != null) {
                ComparisonRequest request = ComparisonRequest.parseFrom(record.value());
                comparisons.ask(request.getRig(), request.getWithout());
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.warn(
                    "{}-{}@{} is no request: {}; the node leaves it out",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private synchronized void send(Comparison made) {
        if (isClosed) {
            return;
        }
        KafkaProducer<String, byte[]> open = producer;
        if (open == null) {
            open = open();
            producer = open;
        }
        Stamp stamp = Stamp.of(made.getTimestamp());
        String id = made.getRig() + "/" + made.getWithout() + "/" + stamp.nanos();
        Future<?> unused = open.send(
                new ProducerRecord<>(
                        Topics.COMPARISONS,
                        null,
                        stamp.toMillis(),
                        made.getRig(),
                        made.toByteArray(),
                        Headers.cloudEvent(
                                made.getRig(), made.getDescriptorForType().getFullName(), id, stamp)),
                (sent, failure) -> {
                    if (failure != null) {
                        LOG.debug("A comparison was not sent", failure); // another one follows
                    }
                });
    }

    private KafkaProducer<String, byte[]> open() {
        Map<String, Object> patient = new HashMap<>(kafka.producer());
        patient.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MOST_BLOCKED_MILLIS);
        return new KafkaProducer<>(patient, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        follower.close();
        synchronized (this) {
            isClosed = true;
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
        }
    }
}
