package io.lynceus.record;

import io.lynceus.mcap.McapRecorder;
import io.lynceus.mcap.RecordedTopic;
import io.lynceus.mcap.file.Compression;
import io.lynceus.play.PlayProgress;
import io.lynceus.rig.RigConfig;
import io.lynceus.settings.SettingsException;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the records of a rig's topics into an MCAP file, in a thread of its own. What was read is in the file within about a
 * second, so that little is lost if the process is killed. After {@link #stop} it still takes what the topics hold at that moment.
 *
 * <p>Thread safety: any thread stops and closes it; counts are read after {@link #close}.
 */
public final class TopicRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRecorder.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long FLUSH_NANOS = 1_000_000_000L;
    /** After the end was asked for, how long to wait for the last records of a topic if nothing comes: less than an end may take. */
    private static final long STUCK_NANOS = 3_000_000_000L;

    /**
     * @param file that must not exist
     * @param topics that are recorded; empty: all of the rig file that there are
     * @param fromBeginning whether to record what the topics hold already; calibrations always are
     */
    public record Options(Path file, Optional<Set<String>> topics, Compression compression, boolean fromBeginning) {}

    private final KafkaConsumer<String, byte[]> consumer;
    private final RecordedTopics topics;
    private final McapRecorder file;
    private final Optional<RecordedPictures> pictures;
    private final Map<String, Map<String, String>> notes;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Thread thread;
    private volatile long taken;
    private long unknown;
    private volatile boolean stopped;
    private volatile @Nullable Exception failure;

    private TopicRecorder(
            KafkaConsumer<String, byte[]> consumer,
            RecordedTopics topics,
            McapRecorder file,
            Optional<RecordedPictures> pictures,
            Map<String, Map<String, String>> notes) {
        this.consumer = consumer;
        this.topics = topics;
        this.file = file;
        this.pictures = pictures;
        this.notes = notes;
        this.thread = new Thread(this::run, "recorder");
    }

    /** Refuses a file that exists, before anything else is started. */
    public static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw new SettingsException(file + " exists; give another name, or delete it first");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new SettingsException(file + " cannot be written: " + folder
                    + " is not a folder that this user may write to; create it, or give another one");
        }
    }

    /** Starts to record; throws a {@link SettingsException} if a topic that is asked for does not exist. */
    public static TopicRecorder start(
            RigConfig config, KafkaSettings kafka, Options options, Map<String, Map<String, String>> notes)
            throws IOException {
        requireAbsent(options.file());
        RecordedTopics topics = new RecordedTopics(config);
        Set<String> wanted = options.topics().orElse(topics.all());
        if (!topics.all().containsAll(wanted)) {
            throw new SettingsException(
                    "topics " + wanted + " are not all of the rig file, which has " + new TreeSet<>(topics.all()));
        }
        Map<String, Object> properties = new HashMap<>(kafka.consumer());
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            Optional<RecordedPictures> pictures = pictures(config, wanted, consumer);
            begin(consumer, wanted, options);
            McapRecorder file = McapRecorder.create(options.file(), options.compression());
            TopicRecorder recorder = new TopicRecorder(consumer, topics, file, pictures, notes);
            recorder.thread.start();
            return recorder;
        } catch (IOException | RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Returns what draws the masks, where the node does not and colours are known. */
    private static Optional<RecordedPictures> pictures(
            RigConfig config, Set<String> wanted, KafkaConsumer<String, byte[]> consumer) {
        String masks = config.output().masks();
        if (config.output().pictures() != null
                || !wanted.contains(masks)
                || !consumer.listTopics().containsKey(Topics.CLASSES)) {
            return Optional.empty();
        }
        RecordedPictures pictures = new RecordedPictures(masks);
        pictures.learn(consumer);
        return Optional.of(pictures);
    }

    private static void begin(KafkaConsumer<String, byte[]> consumer, Set<String> wanted, Options options) {
        List<TopicPartition> partitions = new ArrayList<>();
        Set<String> missing = new TreeSet<>();
        Map<String, List<PartitionInfo>> there = consumer.listTopics();
        for (String topic : wanted) {
            List<PartitionInfo> infos = there.getOrDefault(topic, List.of());
            infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            if (infos.isEmpty()) {
                missing.add(topic);
            }
        }
        if (partitions.isEmpty() || options.topics().isPresent() && !missing.isEmpty()) {
            throw new SettingsException("topics " + missing + " do not exist; create them, or leave them out");
        }
        if (!missing.isEmpty()) {
            LOG.warn("Not recorded, because they do not exist: {}", missing);
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        List<TopicPartition> whole = partitions.stream()
                .filter(p -> options.fromBeginning() || RecordedTopics.isLatched(p.topic()))
                .toList();
        if (!whole.isEmpty()) { // an empty list would mean all that the consumer reads
            consumer.seekToBeginning(whole);
        }
        partitions.forEach(consumer::position); // Seeking is lazy, but the end must be that of this moment.
    }

    private void run() {
        try (file;
                consumer) {
            for (Map.Entry<String, Map<String, String>> note : notes.entrySet()) {
                file.note(note.getKey(), note.getValue());
            }
            long flushed = System.nanoTime();
            while (!stopped) {
                take(consumer.poll(POLL));
                if (System.nanoTime() - flushed > FLUSH_NANOS) {
                    flushed = System.nanoTime();
                    file.flush();
                }
            }
            takeRest();
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void takeRest() throws IOException {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long progress = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())
                && System.nanoTime() - progress < STUCK_NANOS) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            take(records);
            progress = records.isEmpty() ? progress : System.nanoTime();
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) throws IOException {
        for (ConsumerRecord<String, byte[]> record : records) {
            Optional<RecordedTopic> topic = topics.of(record);
            if (topic.isEmpty()) {
                unknown++;
                continue;
            }
            Stamp stamp = topics.stamp(record);
            if (RecordedTopics.isLatched(record.topic())) {
                file.latch(topic.orElseThrow(), stamp, record.value());
            } else {
                file.record(
                        topic.orElseThrow(),
                        stamp,
                        RecordedTopics.sequence(record),
                        topics.sampleId(record),
                        record.value());
            }
            counts.merge(record.topic(), 1L, Long::sum);
            draw(topic.orElseThrow(), stamp, record);
        }
        taken += records.count();
    }

    private void draw(RecordedTopic topic, Stamp stamp, ConsumerRecord<String, byte[]> record) throws IOException {
        if (pictures.isEmpty()) {
            return;
        }
        RecordedPictures drawing = pictures.orElseThrow();
        if (record.topic().equals(Topics.CLASSES)) {
            drawing.learn(record);
        }
        Optional<byte[]> picture = drawing.draw(record);
        if (picture.isPresent()) {
            RecordedTopic drawn = drawing.topic(topic.rig());
            file.record(drawn, stamp, OptionalLong.empty(), Optional.empty(), picture.orElseThrow());
            counts.merge(drawn.topic(), 1L, Long::sum);
        }
    }

    /**
     * Waits until reading has ended by a fault, or for a while; empty: without limit.
     *
     * @param progress gets how long it has waited, of how long, and the records so far
     */
    public void await(Optional<Duration> duration, Consumer<PlayProgress> progress) throws InterruptedException {
        long start = System.nanoTime();
        Duration waited = Duration.ZERO;
        while (thread.isAlive() && (duration.isEmpty() || waited.compareTo(duration.orElseThrow()) < 0)) {
            progress.accept(new PlayProgress(waited, duration, taken));
            long left = duration.isEmpty()
                    ? Long.MAX_VALUE
                    : duration.orElseThrow().minus(waited).toMillis();
            thread.join(Math.max(1, Math.min(left, POLL.toMillis())));
            waited = Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /** Asks for the end and returns at once; {@link #await} then returns soon. */
    public void stop() {
        stopped = true;
    }

    /** Ends the file; may be called again. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        Exception fault = failure;
        if (fault != null) {
            throw new IllegalStateException(
                    "the recording ended early: " + fault.getMessage() + "; what was recorded before can be played."
                            + " If the disk is full, make room, or give a file on another one",
                    fault);
        }
    }

    /** Returns the number of messages by topic. */
    public Map<String, Long> counts() {
        return counts;
    }

    /** Returns the number of records of other rigs, and of records without a readable message. */
    public long unknown() {
        return unknown;
    }
}
