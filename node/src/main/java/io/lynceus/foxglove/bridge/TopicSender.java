package io.lynceus.foxglove.bridge;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.foxglove.DropOldest;
import io.lynceus.process.DaemonThreads;
import io.lynceus.raster.message.MalformedException;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a robot's messages to Kafka: frames as they are, calibrations as a node reads them. When Kafka is slow or away, the queue
 * before it drops the oldest.
 *
 * <p>Thread safety: any thread offers; one of its own sends.
 */
final class TopicSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSender.class);
    /** For the queue, for the record in hand and for Kafka, each; a command that was asked to end has 4.5 s in all. */
    private static final long CLOSE_MILLIS = 1_000;

    private static final long AGAIN_NANOS = 1_000_000_000L;
    /** A live stream has no use for what Kafka takes later than this. */
    private static final Map<String, Object> LIVE = Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "15000");

    /** @param server the time that the server gave it */
    record Message(Source source, Stamp server, byte[] payload) {}

    private final BridgeOptions options;
    private final Consumer<String> topicCreator;
    private final Clock clock;
    private final BridgedCalibrations calibrations;
    private final DropOldest<Message> queue;
    private final Unconfirmed unconfirmed;
    private final KafkaProducer<String, byte[]> producer;
    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    /** Calibrations by topic and key, and which of them Kafka has not confirmed. */
    private final Map<String, ProducerRecord<String, byte[]>> latest = new HashMap<>();

    private final Set<String> unsent = ConcurrentHashMap.newKeySet();
    private long tried;
    private final Thread thread = DaemonThreads.of("bridge-sender", this::run);

    /** @param topicCreator is asked before the first record of each topic */
    TopicSender(BridgeOptions options, KafkaSettings kafka, Consumer<String> topicCreator, Clock clock) {
        this.options = options;
        this.topicCreator = topicCreator;
        this.clock = clock;
        this.calibrations = new BridgedCalibrations(options.reference());
        this.queue = new DropOldest<>(options.queue(), message -> message.payload().length);
        this.unconfirmed = new Unconfirmed(options.unconfirmed());
        Map<String, Object> properties = new HashMap<>(LIVE);
        properties.putAll(kafka.producer());
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        thread.start();
    }

    void offer(Message message) {
        received.incrementAndGet();
        queue.offer(message);
    }

    /** Takes note of a message that the bridge does not pass on. */
    void refuse(String cause, String why) {
        received.incrementAndGet();
        refused.incrementAndGet();
        warnings.warn(cause, why);
    }

    BridgeCounts counts(long connections, DropOldest.Counts results) {
        long all = received.get();
        long dropped = queue.counts().dropped();
        long ended = sent.get() + told.get() + dropped + refused.get() + failed.get();
        return new BridgeCounts(
                all,
                sent.get(),
                told.get(),
                dropped,
                refused.get(),
                failed.get(),
                all - ended,
                connections,
                results.taken(),
                results.dropped());
    }

    private void run() {
        try {
            for (Optional<Message> next = queue.take(); next.isPresent(); next = queue.take()) {
                Message message = next.orElseThrow();
                if (!unsent.isEmpty() && System.nanoTime() - tried > AGAIN_NANOS) {
                    sendLatched();
                }
                if (BridgedCalibrations.isOne(message.source())) {
                    calibration(message);
                } else {
                    frame(message);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void frame(Message message) throws InterruptedException {
        Source source = message.source();
        Stamp stamp = source.stamp(message.payload(), message.server(), Stamp.of(clock.instant()));
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                source.topic(),
                null,
                stamp.toMillis(),
                options.rig(),
                message.payload(),
                Headers.cloudEvent(
                        options.rig(),
                        source.channel().schemaName(),
                        options.rig() + "/" + source.topic() + "/" + stamp.nanos(),
                        stamp));
        send(record, sent::incrementAndGet, failed::incrementAndGet);
    }

    private void calibration(Message message) throws InterruptedException {
        try {
            for (BridgedCalibrations.Latched latched : calibrations.take(message.source(), message.payload())) {
                String key = Topics.latchedKey(options.rig(), latched.frame());
                LOG.info("{} gets {}", latched.topic(), key);
                latest.put(
                        latched.topic() + key,
                        new ProducerRecord<>(
                                latched.topic(), key, latched.message().toByteArray()));
                unsent.add(latched.topic() + key);
            }
            sendLatched();
            told.incrementAndGet();
        } catch (MalformedException | InvalidProtocolBufferException e) {
            refused.incrementAndGet();
            String topic = message.source().channel().topic();
            warnings.warn(topic, topic + " tells nothing about calibrations: " + e.getMessage());
        }
    }

    /** Sends calibrations that are new, and those that Kafka did not take: the robot may never repeat them. */
    private void sendLatched() throws InterruptedException {
        tried = System.nanoTime();
        for (String key : Set.copyOf(unsent)) {
            ProducerRecord<String, byte[]> record = latest.get(key);
            if (record != null && unsent.remove(key)) {
                send(record, () -> {}, () -> unsent.add(key));
            }
        }
    }

    private void send(ProducerRecord<String, byte[]> record, Runnable success, Runnable failure)
            throws InterruptedException {
        long bytes = record.value().length;
        unconfirmed.add(bytes);
        try {
            topicCreator.accept(record.topic());
            // The callback gets the same result as the future.
            Future<?> unused = producer.send(record, (metadata, e) -> {
                unconfirmed.remove(bytes);
                if (e == null) {
                    success.run();
                } else {
                    failure.run();
                    warn(record.topic(), e);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            unconfirmed.remove(bytes);
            failure.run();
            warn(record.topic(), e);
        }
    }

    private void warn(String topic, Exception e) {
        warnings.warn(
                topic + e.getClass(),
                "a message for " + topic + " did not reach Kafka: " + e.getMessage()
                        + "; './lynceus doctor' checks broker, topics and size limits, --create-topics creates them");
    }

    /** Sends what is queued, for a while, and drops the rest. */
    @Override
    public void close() throws InterruptedException {
        queue.close();
        thread.join(CLOSE_MILLIS);
        queue.discard();
        unconfirmed.release();
        thread.join(CLOSE_MILLIS);
        producer.close(Duration.ofMillis(CLOSE_MILLIS));
    }
}
