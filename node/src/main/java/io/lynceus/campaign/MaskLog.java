package io.lynceus.campaign;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.process.DaemonThreads;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.wire.Stamp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic of masks from its beginning, and keeps a digest of each: of all that is the same in each replay, which is everything
 * but the time that was spent.
 *
 * <p>Thread safety: any thread.
 */
final class MaskLog implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    /** What a mask is of. */
    record SetKey(String rig, Stamp stamp) implements Comparable<SetKey> {
        @Override
        public int compareTo(SetKey other) {
            int byRig = rig.compareTo(other.rig);
            return byRig != 0 ? byRig : stamp.compareTo(other.stamp);
        }
    }

    /**
     * @param stamp of the newest set with a mask
     * @param count of masks, repeated ones too
     */
    record Progress(Stamp stamp, long count) {}

    /**
     * A mask in the topic.
     *
     * @param arrivalMillis when it was read, by the system's clock
     * @param whole whether a frame of every sensor was matched
     */
    record Entry(SetKey set, int partition, long offset, long arrivalMillis, boolean whole) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SortedMap<SetKey, List<String>> digests = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private Progress progress = new Progress(Stamp.EPOCH, 0);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("mask-log"));
    private final Future<?> reading;
    private volatile boolean stopped;

    MaskLog(Map<String, Object> properties, String topic, int partitions) {
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        this.reading = thread.submit(this::read);
    }

    private void read() {
        while (!stopped) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
        }
        consumer.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            Segmentation mask = Segmentation.parseFrom(record.value());
            Stamp stamp = Stamp.of(mask.getTimestamp());
            byte[] lasting = mask.toBuilder().clearLatency().build().toByteArray();
            SetKey set = new SetKey(mask.getRig(), stamp);
            boolean whole = mask.getContributionsList().stream().allMatch(Contribution::getMatched);
            long now = System.currentTimeMillis();
            synchronized (this) {
                digests.computeIfAbsent(set, key -> new ArrayList<>(1)).add(digest(lasting));
                entries.add(new Entry(set, record.partition(), record.offset(), now, whole));
                progress = new Progress(stamp.isAfter(progress.stamp) ? stamp : progress.stamp, progress.count + 1);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    record.topic() + "-" + record.partition() + "@" + record.offset() + " is no mask", e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    synchronized Progress progress() {
        if (reading.isDone()) {
            throw new IllegalStateException("masks could not be read: " + failure());
        }
        return progress;
    }

    private String failure() {
        try {
            reading.get();
            return "reading has ended";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    /** Returns the digests of all masks so far, by rig and stamp. */
    synchronized SortedMap<SetKey, List<String>> digests() {
        return new TreeMap<>(digests);
    }

    /** Returns all masks so far, in the order in which they came. */
    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void close() {
        stopped = true;
        thread.shutdown();
    }
}
