package io.lynceus.stream.kafka;

import io.lynceus.process.DaemonThreads;
import io.lynceus.proto.v1.ClassPalette;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a node's status to {@link Topics#STATUS} once a second, so that a page beside it knows what it counts. A status that
 * cannot be sent is dropped, because the next one replaces it.
 *
 * <p>Threads: a daemon thread of its own sends.
 */
final class StatusReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);
    private static final int MOST_BLOCKED_MILLIS = 1000;
    private static final int MOST_DELAYED_MILLIS = 3000;
    private static final long SMALL_BUFFER = 1 << 20;

    private final Producer<String, byte[]> producer;
    private final Supplier<NodeStatus> status;
    private final ScheduledExecutorService thread;
    /** What the class ids of this node's masks mean, until Kafka has it. */
    private volatile Optional<ClassPalette> untold;

    /** Owns producer and thread. */
    StatusReporter(
            Producer<String, byte[]> producer,
            Optional<ClassPalette> palette,
            Supplier<NodeStatus> status,
            ScheduledExecutorService thread) {
        this.producer = producer;
        this.untold = palette;
        this.status = status;
        this.thread = thread;
        ScheduledFuture<?> unused = thread.scheduleAtFixedRate(this::report, 0, 1, TimeUnit.SECONDS);
    }

    /**
     * @param properties of a producer
     * @param palette that is sent once
     */
    static StatusReporter over(Map<String, Object> properties, ClassPalette palette, Supplier<NodeStatus> status) {
        Map<String, Object> patient = new HashMap<>(properties);
        patient.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MOST_BLOCKED_MILLIS);
        patient.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, MOST_BLOCKED_MILLIS);
        patient.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, MOST_DELAYED_MILLIS);
        patient.put(ProducerConfig.BUFFER_MEMORY_CONFIG, SMALL_BUFFER);
        return new StatusReporter(
                new KafkaProducer<>(patient, new StringSerializer(), new ByteArraySerializer()),
                Optional.of(palette),
                status,
                Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("status")));
    }

    void report() {
        untold.ifPresent(this::tell);
        NodeStatus now = status.get();
        Stamp stamp = Stamp.of(now.getTimestamp());
        String type = now.getDescriptorForType().getFullName();
        Future<?> unused = producer.send(
                new ProducerRecord<>(
                        Topics.STATUS,
                        0,
                        stamp.toMillis(),
                        now.getNode(),
                        now.toByteArray(),
                        Headers.cloudEvent(now.getNode(), type, now.getNode() + "/" + stamp.nanos(), stamp)),
                (sent, failure) -> {
                    if (failure != null) {
                        LOG.debug("A status was not sent", failure); // the broker's watch reports it
                    }
                });
    }

    private void tell(ClassPalette palette) {
        String key = palette.getModelId() + '|' + palette.getModelHash();
        Future<?> unused =
                producer.send(new ProducerRecord<>(Topics.CLASSES, 0, key, palette.toByteArray()), (sent, failure) -> {
                    if (failure == null) {
                        untold = Optional.empty();
                    } else {
                        LOG.debug("The classes were not sent", failure); // the next report tries again
                    }
                });
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
