package io.lynceus.stream.kafka.reading;

import io.lynceus.sync.SyncConfig;
import io.lynceus.wire.Headers;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Gives the times by which Kafka Streams decides which topic of a partition to read next, where all have records. Where topics are
 * read in step, these are positions of {@link ReadOrder}; a header then keeps the record's own time.
 *
 * <p>Thread safety: any thread.
 */
public final class RecordTimes implements TimestampExtractor {
    private static final String OWN_TIME = "lynceus-record-time";
    /** No sum of two such times overflows. */
    private static final long LATEST = Long.MAX_VALUE / 4;

    private final boolean inStep;
    private final Map<Integer, ReadOrder> partitions = new ConcurrentHashMap<>();

    /** @param inStep true if no topic is read ahead of the others in time */
    public RecordTimes(boolean inStep) {
        this.inStep = inStep;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        // A producer without capture times must not stop the stream: its records then count as of the partition's time.
        boolean timeless = record.timestamp() < 0;
        long own = timeless ? Math.max(0, partitionTime) : record.timestamp();
        record.headers().remove(OWN_TIME);
        if (!inStep || timeless) {
            return own;
        }
        SyncConfig.Bounds bounds = SyncConfig.Bounds.DEFAULT;
        ReadOrder order = partitions.computeIfAbsent(
                record.partition(),
                p -> new ReadOrder(
                        bounds.backwardJump().toMillis(), bounds.forwardJump().toMillis()));
        long position;
        synchronized (order) {
            String rig = Objects.requireNonNullElse(record.key(), "").toString();
            position = Math.max(0, order.position(record.topic(), rig, record.offset(), Math.min(own, LATEST)));
        }
        if (position != own) {
            Headers.add(record.headers(), OWN_TIME, Long.toString(own));
        }
        return position;
    }

    /** Returns the record's own time, milliseconds. */
    public static long own(Record<?, ?> record) {
        Header kept = record.headers().lastHeader(OWN_TIME);
        return kept == null
                ? record.timestamp()
                : Headers.text(record.headers(), OWN_TIME).map(Long::parseLong).orElseThrow();
    }
}
