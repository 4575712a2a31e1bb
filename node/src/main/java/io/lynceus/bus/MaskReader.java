package io.lynceus.bus;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A user of the node's results: reads masks and transitions from their topics, times them against capture, and compares masks
 * with labels where there are any.
 *
 * <p>Thread safety: {@link #run} in a thread of its own; results are read after {@link #close} has returned.
 */
public final class MaskReader implements Runnable, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    /** A reader may run for days. */
    private static final int TRANSITIONS = 10_000;

    private static final long LONGEST_MICROS = 600_000_000;

    private final String masks;
    private final String health;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Function<Stamp, Optional<LabelRaster>> labels;
    private final Consumer<Segmentation> listener;
    private final ConfusionMatrix confusion;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    private final Histogram latencyMicros = new Histogram(LONGEST_MICROS, 3);
    private final MaskStamps stamps = new MaskStamps();
    private final Deque<SensorHealth> transitions = new ArrayDeque<>();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();

    /**
     * Starts at the topics' ends.
     *
     * @param labels of a set's stamp
     * @param classes of labels and masks
     * @param listener gets every message, in the reading thread
     */
    private MaskReader(
            Map<String, Object> properties,
            String masks,
            String health,
            Function<Stamp, Optional<LabelRaster>> labels,
            int classes,
            Consumer<Segmentation> listener,
            Clock clock) {
        this.masks = masks;
        this.health = health;
        this.labels = labels;
        this.listener = listener;
        this.confusion = new ConfusionMatrix(classes);
        this.clock = clock;
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(masks, health)) {
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // Seeking is lazy, but the end must be that of this moment.
        this.thread = new Thread(this, "mask-reader");
        thread.start();
    }

    /** Returns a reader of a rig's results that compares masks with labels of the street's classes. */
    public static MaskReader of(RigConfig config, KafkaSettings kafka, Function<Stamp, Optional<LabelRaster>> labels) {
        return new MaskReader(
                kafka.consumer(),
                config.output().masks(),
                config.output().health(),
                labels,
                DeliverDataset.CLASSES.size(),
                message -> {},
                Clock.systemUTC());
    }

    /** Returns a reader that passes a rig's results on and compares nothing. */
    public static MaskReader telling(RigConfig config, KafkaSettings kafka, Consumer<Segmentation> listener) {
        return new MaskReader(
                kafka.consumer(),
                config.output().masks(),
                config.output().health(),
                stamp -> Optional.empty(),
                DeliverDataset.CLASSES.size(),
                listener,
                Clock.systemUTC());
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(masks)) {
                mask(Segmentation.parseFrom(record.value()));
            } else if (record.topic().equals(health)) {
                transitions.addLast(SensorHealth.parseFrom(record.value()));
                if (transitions.size() > TRANSITIONS) {
                    transitions.removeFirst();
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    record.topic() + "-" + record.partition() + "@" + record.offset() + " is not of the node: "
                            + e.getMessage(),
                    e);
        }
    }

    private void mask(Segmentation message) {
        Stamp stamp = Stamp.of(message.getTimestamp());
        long micros = Stamp.of(clock.instant()).nanosSince(stamp) / 1000;
        messages.incrementAndGet();
        listener.accept(message);
        if (!message.hasClasses() || !stamps.add(stamp)) {
            return; // no sensor could be used, or a repetition after a restart
        }
        latencyMicros.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
        labels.apply(stamp)
                .ifPresent(label -> confusion.add(label.classIds(), MaskMessages.unpack(message.getClasses())));
        received.incrementAndGet();
    }

    /** Returns the number of messages on the masks topic so far, with or without a raster; from any thread. */
    public long messages() {
        return messages.get();
    }

    /** Returns the fault that has ended the reading, if there was one; from any thread. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns the number of masks so far; from any thread. */
    public long received() {
        return received.get();
    }

    /**
     * Stops after what has been fetched.
     *
     * @throws IllegalStateException if reading had already ended by a fault
     */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        consumer.close();
        RuntimeException fault = failure;
        if (fault != null) {
            throw new IllegalStateException("the reading of masks ended: " + fault.getMessage(), fault);
        }
    }

    double latencyMillis(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / 1e3;
    }

    /** Returns the longest time between the stamps of consecutive masks. */
    Duration longestGap() {
        return Duration.ofNanos(stamps.longestGapNanos());
    }

    /** Returns the latest transitions, at most {@value #TRANSITIONS}. */
    List<SensorHealth> transitions() {
        return List.copyOf(transitions);
    }

    ConfusionMatrix confusion() {
        return confusion;
    }
}
