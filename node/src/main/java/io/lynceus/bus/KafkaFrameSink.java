package io.lynceus.bus;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.FrameSink;
import io.lynceus.stream.kafka.Remedies;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends played frames to their sensors' topics. Sending is asynchronous; a failure is thrown at the next frame, and at the end.
 *
 * <p>Thread safety: one thread sends.
 */
public final class KafkaFrameSink implements FrameSink, AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final String rig;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Consumer<Stamp> arrived;

    public KafkaFrameSink(String rig, Map<String, Object> properties) {
        this(rig, properties, stamp -> {});
    }

    /** @param arrived takes the stamp of each frame when the broker has it; called on a thread of the producer */
    public KafkaFrameSink(String rig, Map<String, Object> properties, Consumer<Stamp> arrived) {
        this.rig = rig;
        this.arrived = arrived;
        Map<String, Object> patient = new HashMap<>(properties);
        // As long as the producer tries to deliver; less, and a broker that is gone for a minute ends a recording of
        // large frames.
        patient.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        this.producer = new KafkaProducer<>(patient, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void latch(Latched message) {
        send(
                new ProducerRecord<>(message.topic(), Topics.latchedKey(rig, message.frameId()), message.value()),
                () -> {});
        // A node needs the calibration before the first scan.
        producer.flush();
    }

    @Override
    public void send(RecordedFrame frame) {
        Stamp stamp = frame.stamp();
        RecordHeaders headers = Headers.cloudEvent(
                rig, frame.channel().schema(), rig + "/" + frame.channel().sensor() + "/" + stamp.nanos(), stamp);
        Headers.add(headers, Headers.MODALITY, frame.channel().modality().name());
        Headers.add(headers, Headers.SEQUENCE, Long.toString(frame.sequence()));
        frame.sampleId().ifPresent(id -> Headers.add(headers, Headers.SAMPLE_ID, id));
        send(
                new ProducerRecord<>(frame.channel().topic(), null, stamp.toMillis(), rig, frame.value(), headers),
                () -> arrived.accept(stamp));
    }

    /** Waits until the frames that were handed over are sent. */
    @Override
    public void close() {
        producer.flush();
        producer.close();
        throwFailure();
    }

    private void send(ProducerRecord<String, byte[]> record, Runnable sent) {
        throwFailure();
        // The callback gets the same result as the future.
        Future<RecordMetadata> unused = producer.send(record, (metadata, e) -> {
            if (e == null) {
                sent.run();
            } else {
                failure.compareAndSet(null, e);
            }
        });
    }

    private void throwFailure() {
        Exception e = failure.get();
        if (e != null) {
            throw new IllegalStateException(
                    "a frame could not be sent: " + Remedies.of(e)
                            + "; './lynceus doctor' checks topics and size limits",
                    e);
        }
    }
}
