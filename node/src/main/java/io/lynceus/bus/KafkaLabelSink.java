package io.lynceus.bus;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.play.LabelSink;
import io.lynceus.play.LabelledMoments.Moment;
import io.lynceus.process.DaemonThreads;
import io.lynceus.proto.v1.Label;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.Remedies;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends the labels of played moments to {@link Topics#LABELS}. A failure is thrown at the next moment, and at the end.
 *
 * <p>Threads: one of its own reads and packs labels, so that frames do not wait; when many are due, the player's thread helps.
 */
public final class KafkaLabelSink implements LabelSink, AutoCloseable {
    private static final int DUE_AT_MOST = 16;
    private static final long PATIENCE_SECONDS = 60;

    private final String rig;
    private final Labels labels;
    private final List<String> classNames;
    private final KafkaProducer<String, byte[]> producer;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(DUE_AT_MOST),
            DaemonThreads.named("labels"),
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** @param properties of a producer */
    public KafkaLabelSink(String rig, Labels labels, Map<String, Object> properties) {
        this.rig = rig;
        this.labels = labels;
        this.classNames =
                labels.classes().classes().stream().map(SegmentClass::name).toList();
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void due(Moment moment, Stamp stamp) {
        throwFailure();
        thread.execute(() -> {
            try {
                of(moment).ifPresent(label -> send(label, moment.sampleId(), stamp));
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    private Optional<LabelRaster> of(Moment moment) {
        return moment.sampleId().map(labels::of).orElseGet(() -> labels.at(moment.recorded()));
    }

    private void send(LabelRaster label, Optional<String> sampleId, Stamp stamp) {
        Label message = Label.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setRig(rig)
                .setClasses(MaskMessages.pack(
                        label.classIds(), label.height(), label.width(), RigConfig.MaskEncoding.DEFLATE))
                .setSampleId(sampleId.orElse(""))
                .addAllClassNames(classNames)
                .build();
        RecordHeaders headers =
                Headers.cloudEvent(rig, Label.getDescriptor().getFullName(), rig + "/label/" + stamp.nanos(), stamp);
        sampleId.ifPresent(id -> Headers.add(headers, Headers.SAMPLE_ID, id));
        // The callback gets the same result as the future.
        Future<?> unused = producer.send(
                new ProducerRecord<>(Topics.LABELS, null, stamp.toMillis(), rig, message.toByteArray(), headers),
                (metadata, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    /** Waits until the labels that are due are sent. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                failure.compareAndSet(
                        null, new IllegalStateException("reading took more than " + PATIENCE_SECONDS + " s"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
        throwFailure();
    }

    private void throwFailure() {
        Exception e = failure.get();
        if (e != null) {
            throw new IllegalStateException(
                    "a label could not be sent: " + Remedies.of(e)
                            + "; check the recording's labels and the topic, or leave --labels out",
                    e);
        }
    }
}
