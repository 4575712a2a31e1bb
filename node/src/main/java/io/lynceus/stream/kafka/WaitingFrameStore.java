package io.lynceus.stream.kafka;

import io.lynceus.rig.RigConfig;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The changelogged store of what must survive a restart: frames that are in no set yet, as references of some 60 bytes, never
 * images; and of each rig the stamp of its last set, with the state from which the next owner goes on.
 *
 * <pre>
 * key    rig | sensor | partition | offset      value    stamp, nanoseconds, 8 bytes big-endian; length and CRC-32C of the
 *                                                         record's value, 4 bytes each
 *        rig | last-set                                  stamp of the rig's last set, likewise, and more: {@link LastSetCodec}
 *        rig | sensor | last-frame                       stamp of the sensor's last frame that was in a set, as earlier versions
 *                                                         kept it; now it is with the last set
 * </pre>
 */
final class WaitingFrameStore {
    static final String NAME = "pending-frames";

    private static final String SEPARATOR = "|";
    /** No frame's key ends with this: an offset is a number. */
    private static final String LAST_SET = SEPARATOR + "last-set";

    private static final String LAST_FRAME = SEPARATOR + "last-frame";

    private static final int WITH_IMPRINT = Long.BYTES + 2 * Integer.BYTES;

    /**
     * A frame that waited.
     *
     * @param imprint of its record; earlier versions did not keep it
     */
    record Reference(FrameRef frame, Optional<RecordImprint> imprint) {}

    private final KeyValueStore<String, byte[]> store;

    WaitingFrameStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(NAME), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    void add(FrameRef frame, RecordImprint imprint) {
        store.put(
                key(frame),
                ByteBuffer.allocate(WITH_IMPRINT)
                        .putLong(frame.stamp().nanos())
                        .putInt(imprint.length())
                        .putInt(imprint.checksum())
                        .array());
    }

    void remove(FrameRef frame) {
        store.delete(key(frame));
    }

    /**
     * Says what is settled, before the frames are removed: a kill in between must not bring a set back some of whose frames are gone,
     * nor judge a frame twice.
     */
    void settle(String rig, LastSet last) {
        store.put(rig + LAST_SET, LastSetCodec.encode(last));
    }

    /** Returns the keys and stamps of frames. */
    Map<String, Stamp> stamps(List<FrameRef> frames) {
        Map<String, Stamp> stamps = new HashMap<>();
        frames.forEach(frame -> stamps.put(key(frame), frame.stamp()));
        return stamps;
    }

    /** Returns the rig's last set whose frames were forgotten. */
    Optional<LastSet> lastSet(String rig, RigConfig config) {
        return Optional.ofNullable(store.get(rig + LAST_SET))
                .map(LastSetCodec::decode)
                .map(last ->
                        last.snapshot().isPresent() ? last.of(config) : last.withLastFrames(lastFrames(rig, config)));
    }

    /** Ends what a kill has interrupted: removes the frames that should be forgotten. */
    private void forgetSettled() {
        for (String rig : rigs()) {
            LastSetCodec.decode(store.get(rig + LAST_SET)).forgotten().forEach((key, stamp) -> {
                byte[] frame = store.get(key);
                // Where the topic was created again, another frame may wait at that address.
                if (frame != null && stamp(frame).equals(stamp)) {
                    store.delete(key);
                }
            });
        }
    }

    /** Returns the stamps of the sensors' last frames that were in sets, as an earlier version has kept them. */
    private Map<String, Stamp> lastFrames(String rig, RigConfig config) {
        Map<String, Stamp> frames = new HashMap<>();
        for (RigConfig.Sensor sensor : config.sensors()) {
            Optional.ofNullable(store.get(rig + SEPARATOR + sensor.name() + LAST_FRAME))
                    .ifPresent(bytes -> frames.put(sensor.name(), stamp(bytes)));
        }
        return frames;
    }

    /** Returns the rigs whose last sets are known. */
    List<String> rigs() {
        List<String> rigs = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> {
                if (entry.key.endsWith(LAST_SET)) {
                    rigs.add(entry.key.substring(0, entry.key.length() - LAST_SET.length()));
                }
            });
        }
        return rigs;
    }

    /** Forgets the last set of a rig; it has no frames here. */
    void forget(String rig, RigConfig config) {
        store.delete(rig + LAST_SET);
        config.sensors().forEach(sensor -> store.delete(rig + SEPARATOR + sensor.name() + LAST_FRAME));
    }

    /** Returns all frames, as a restarted task finds them; removes those of sensors that the rig file no longer has. */
    List<Reference> frames(RigConfig config) {
        forgetSettled();
        List<Reference> frames = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                if (!entry.key.endsWith(LAST_SET) && !entry.key.endsWith(LAST_FRAME)) {
                    frame(entry, config).ifPresentOrElse(frames::add, () -> unknown.add(entry.key));
                }
            }
        }
        unknown.forEach(store::delete);
        return frames;
    }

    private static Stamp stamp(byte[] bytes) {
        return new Stamp(ByteBuffer.wrap(bytes).getLong());
    }

    private static Optional<RecordImprint> imprint(byte[] bytes) {
        ByteBuffer value = ByteBuffer.wrap(bytes);
        return bytes.length < WITH_IMPRINT
                ? Optional.empty()
                : Optional.of(new RecordImprint(value.getInt(Long.BYTES), value.getInt(Long.BYTES + Integer.BYTES)));
    }

    private static String key(FrameRef frame) {
        return String.join(
                SEPARATOR,
                frame.rig(),
                frame.sensor(),
                Integer.toString(frame.address().partition()),
                Long.toString(frame.address().offset()));
    }

    /** Reads the key from its end, because a rig's id may hold the separator. */
    private static Optional<Reference> frame(KeyValue<String, byte[]> entry, RigConfig config) {
        String[] parts = entry.key.split("\\|");
        int n = parts.length;
        String sensor = parts[n - 3];
        if (!config.hasSensor(sensor)) {
            return Optional.empty();
        }
        RecordAddress address = new RecordAddress(
                config.sensor(sensor).topic(), Integer.parseInt(parts[n - 2]), Long.parseLong(parts[n - 1]));
        String rig = String.join(SEPARATOR, List.of(parts).subList(0, n - 3));
        return Optional.of(new Reference(new FrameRef(rig, sensor, stamp(entry.value), address), imprint(entry.value)));
    }
}
