package io.lynceus.stream.kafka;

import io.lynceus.process.DaemonThreads;
import io.lynceus.stream.RepeatedWarnings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps a consumer open for a reader on a thread of its own. When Kafka fails, a new consumer is opened a second later, with a
 * warning once per cause.
 *
 * <p>Threads: the reader runs on the follower's thread; {@link #start} and {@link #close} may be called from any thread.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** Reads with a consumer. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Assigns partitions to a fresh consumer and polls until the follower is closed.
         *
         * @param isOpen false when it is time to return
         * @throws KafkaException if the broker cannot go on with this consumer; a new one follows
         */
        void read(KafkaConsumer<String, byte[]> consumer, BooleanSupplier isOpen);
    }

    private final String who;
    private final KafkaSettings kafka;
    private final Reader reader;
    private final RepeatedWarnings warnings;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    /**
     * Makes a follower that does not read yet.
     *
     * @param name of the thread
     * @param who reads, as the beginning of a sentence: "The page"
     * @param log for warnings
     */
    public TopicFollower(String name, String who, KafkaSettings kafka, Logger log, Reader reader) {
        this.who = who;
        this.kafka = kafka;
        this.reader = reader;
        this.warnings = new RepeatedWarnings(log);
        this.thread = DaemonThreads.of(name, this::run);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    /** Ends the reader, and waits for it for a second at most. */
    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<String, byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join(AFTER_FAILURE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (isOpen()) {
            try (KafkaConsumer<String, byte[]> opened =
                    new KafkaConsumer<>(kafka.consumer(), new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer = opened;
                reader.read(opened, this::isOpen);
            } catch (WakeupException e) {
                closed.countDown(); // Only close() wakes the consumer.
            } catch (KafkaException e) {
                warnings.warn(
                        String.valueOf(e.getMessage()),
                        who + " cannot follow the topics: " + Remedies.of(e) + "; trying again");
                rest();
            }
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void rest() {
        try {
            boolean unused = closed.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
