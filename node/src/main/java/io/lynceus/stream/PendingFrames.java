package io.lynceus.stream;

import io.lynceus.sync.FrameRef;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The changelogged store of frames that are in no set yet: references of some 60 bytes, never images.
 *
 * <pre>
 * key    rig | sensor | partition | offset      value    stamp, nanoseconds, 8 bytes big-endian
 * </pre>
 */
final class PendingFrames {
    static final String NAME = "pending-frames";

    private static final String SEPARATOR = "|";

    private final KeyValueStore<String, byte[]> store;

    PendingFrames(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(NAME), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    void add(FrameRef frame) {
        store.put(
                key(frame),
                ByteBuffer.allocate(Long.BYTES).putLong(frame.stamp().nanos()).array());
    }

    void remove(FrameRef frame) {
        store.delete(key(frame));
    }

    /** All references, as a restarted task finds them. */
    List<FrameRef> all() {
        List<FrameRef> frames = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                frames.add(frame(entries.next()));
            }
        }
        return frames;
    }

    private static String key(FrameRef frame) {
        return String.join(
                SEPARATOR,
                frame.rig(),
                frame.sensor(),
                Integer.toString(frame.partition()),
                Long.toString(frame.offset()));
    }

    /** Read from the end, since a rig's id may hold the separator. */
    private static FrameRef frame(KeyValue<String, byte[]> entry) {
        String[] parts = entry.key.split("\\|");
        int n = parts.length;
        String rig = String.join(SEPARATOR, List.of(parts).subList(0, n - 3));
        return new FrameRef(
                rig,
                parts[n - 3],
                new Stamp(ByteBuffer.wrap(entry.value).getLong()),
                Integer.parseInt(parts[n - 2]),
                Long.parseLong(parts[n - 1]));
    }
}
