package io.lynceus.monitor;

import com.google.protobuf.MessageLite;
import io.lynceus.stream.kafka.KafkaSettings;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what pages ask for. The producer is opened with the first request, because most pages only look.
 *
 * <p>Thread safety: any thread.
 */
final class Outbox implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 2_000;

    private final KafkaSettings kafka;
    private @Nullable KafkaProducer<String, byte[]> producer;

    Outbox(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Sends a request and waits until the broker has it.
     *
     * @throws IllegalStateException if the broker does not take it
     */
    void send(String topic, String rig, MessageLite request) {
        try {
            producer()
                    .send(new ProducerRecord<>(topic, rig, request.toByteArray()))
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the request could not be sent: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a request was sent", e);
        }
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
