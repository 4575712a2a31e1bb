package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.Segmenter;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.wire.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The vehicle's side of a test: topics of its own on a broker, what goes into them, and what comes out. */
public final class AttachedRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Logger LOG = LoggerFactory.getLogger(AttachedRig.class);

    /** For what the brokers, clients and threads of one machine do in seconds. */
    private static final Duration MOST_WAITED = Duration.ofMinutes(3);

    /** Reads a value. */
    interface Reading<T> {
        T from(byte[] value) throws Exception;
    }

    private final String name;
    private final RigConfig config;
    private final Path state;
    private final KafkaProducer<String, byte[]> producer;

    /**
     * @param name prefix of its topics, and part of the consumer group's
     * @param state folder of Kafka Streams
     */
    public AttachedRig(String name, RigConfig config, Path state) {
        this.name = name;
        this.config = config;
        this.state = state;
        this.producer = new KafkaProducer<>(settings().producer(), new StringSerializer(), new ByteArraySerializer());
    }

    /** Waits until something is so; fails if it does not come about. */
    public static void await(BooleanSupplier end) throws InterruptedException {
        long last = System.nanoTime() + MOST_WAITED.toNanos();
        while (!end.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it does not come about").isLessThan(last);
            Thread.sleep(20);
        }
    }

    /** Waits until a value is as it should be; returns the last one that was seen. */
    static <T> T eventually(Supplier<T> value, Predicate<T> isSo) throws InterruptedException {
        long last = System.nanoTime() + MOST_WAITED.toNanos();
        T seen = value.get();
        while (!isSo.test(seen) && System.nanoTime() < last) {
            Thread.sleep(20);
            seen = value.get();
        }
        return seen;
    }

    RigConfig config() {
        return config;
    }

    public KafkaSettings settings() {
        return new KafkaSettings(config, Map.of());
    }

    public void createTopics(int partitions) throws InterruptedException {
        try (Admin admin = Admin.create(settings().admin())) {
            new TopicPlan(config).create(admin, partitions);
        }
    }

    Node start() throws InterruptedException {
        return start(new FixedSegmenter());
    }

    Node start(Segmenter segmenter) throws InterruptedException {
        return Node.start(
                config,
                settings(),
                new Batcher(segmenter, 1, System::nanoTime),
                new Node.Options("node-" + name, 1, state.resolve(name).toString()),
                Clock.systemUTC());
    }

    /** Sends a whole recording as fast as it goes. */
    void play(Recording recording, String rig) {
        latch(recording, rig);
        recording.frames(recording.start()).forEachRemaining(frame -> send(frame, rig));
        flush();
    }

    void latch(Recording recording, String rig) {
        for (Latched latched : recording.latched()) {
            producer.send(
                    new ProducerRecord<>(latched.topic(), Topics.latchedKey(rig, latched.frameId()), latched.value()));
        }
        flush();
    }

    void send(RecordedFrame frame, String rig) {
        send(new ProducerRecord<>(
                name + "." + frame.channel().sensor(), null, frame.stamp().toMillis(), rig, frame.value()));
    }

    public void send(ProducerRecord<String, byte[]> record) {
        producer.send(record, (place, fault) -> {
            if (fault != null) {
                LOG.warn("A record for {} was not delivered: {}", record.topic(), fault.toString());
            }
        });
    }

    void flush() {
        producer.flush();
    }

    /** The values of a topic from its beginning, at least so many unless they do not come in time. */
    <T> List<T> read(String topic, int count, Reading<T> reading) throws Exception {
        return read(topic, reading, messages -> messages.size() >= count);
    }

    /** The same, until they are enough. */
    <T> List<T> read(String topic, Reading<T> reading, Predicate<List<T>> enough) throws Exception {
        List<T> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings().consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!enough.test(messages) && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    messages.add(reading.from(record.value()));
                }
            }
        }
        return messages;
    }

    @Override
    public void close() {
        producer.close();
    }
}
