package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.health.Cause;
import io.lynceus.health.HealthSnapshot;
import io.lynceus.health.SensorSnapshot;
import io.lynceus.health.SensorState;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.RigSnapshot;
import io.lynceus.stream.Rigs;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** What the store keeps of a rig, as bytes. */
class LastSetCodecTest {
    private static final RigConfig CONFIG = Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1");

    private static Stamp stamp(Random random) {
        return new Stamp(random.nextLong());
    }

    private static SensorSnapshot sensor(Random r) {
        return new SensorSnapshot(
                new SensorSnapshot.Machine(
                        SensorState.values()[r.nextInt(SensorState.values().length)],
                        "Grund ä ".repeat(r.nextInt(20_000)),
                        new Cause(
                                Cause.Code.values()[r.nextInt(Cause.Code.values().length)],
                                r.nextDouble(),
                                r.nextBoolean() ? Double.NaN : r.nextDouble()),
                        new SensorSnapshot.Times(r.nextBoolean(), stamp(r), stamp(r), stamp(r)),
                        new SensorSnapshot.Streaks(r.nextInt(), r.nextInt(), r.nextInt(), r.nextInt()),
                        new SensorSnapshot.Recovery(Optional.of(stamp(r)), r.nextInt()),
                        new SensorSnapshot.Recovery(Optional.empty(), r.nextInt())),
                r.nextBoolean() ? OptionalLong.of(r.nextLong()) : OptionalLong.empty(),
                new SensorSnapshot.Quality(r.nextBoolean(), r.nextDouble()));
    }

    private static LastSet lastSet(Random random) {
        Map<String, SensorSnapshot> sensors = new TreeMap<>();
        Map<String, Stamp> frames = new TreeMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            sensors.put("sensor" + i, sensor(random));
            frames.put("sensor" + i, stamp(random));
        }
        RigSnapshot snapshot = new RigSnapshot(
                HealthSnapshot.of(sensors), List.of(new TreeMap<>(Map.of("rgb", random.nextFloat())), new TreeMap<>()));
        Map<String, List<Stamp>> seen = Map.of("rgb", List.of(stamp(random), stamp(random)), "depth", List.of());
        return new LastSet(stamp(random), frames, seen, snapshot, Map.of("a|rgb|0|" + random.nextInt(), stamp(random)));
    }

    @Property(tries = 100)
    void whatIsWrittenIsRead(@ForAll long seed) {
        LastSet last = lastSet(new Random(seed));
        assertThat(LastSetCodec.decode(LastSetCodec.encode(last))).isEqualTo(last);
    }

    @Property(tries = 300)
    void damagedBytesAreSaidAndTheStampIsStillRead(@ForAll long seed) {
        Random random = new Random(seed);
        LastSet last = lastSet(random);
        byte[] bytes = LastSetCodec.encode(last);
        byte[] cut = Arrays.copyOf(bytes, Long.BYTES + 1 + random.nextInt(bytes.length - Long.BYTES - 1));
        LastSet read = LastSetCodec.decode(cut);
        assertThat(read.stamp()).isEqualTo(last.stamp());
        assertThat(read.snapshot()).isEmpty();
        assertThat(read.unreadable()).isNotEmpty();
        bytes[Long.BYTES + 1 + random.nextInt(bytes.length - Long.BYTES - 1)] ^= (byte) (1 << random.nextInt(8));
        assertThat(LastSetCodec.decode(bytes).stamp()).isEqualTo(last.stamp()); // and no exception
    }

    @Example
    void anotherVersionIsNamedAndItsStampIsRead() {
        byte[] bytes = LastSetCodec.encode(lastSet(new Random(3)));
        bytes[Long.BYTES] = 7;
        LastSet read = LastSetCodec.decode(bytes);
        assertThat(read.unreadable()).isEqualTo("it is of version 7, this node reads version 1");
        assertThat(read.stamp()).isEqualTo(lastSet(new Random(3)).stamp());
    }

    @Example
    void anEarlierVersionReadsTheStamp() {
        LastSet last = lastSet(new Random(4));
        assertThat(ByteBuffer.wrap(LastSetCodec.encode(last)).getLong())
                .isEqualTo(last.stamp().nanos());
    }

    @Example
    void theStoreOfAnEarlierVersionIsReadWithItsLastFrames() {
        KeyValueStore<String, byte[]> entries =
                WaitingFrameStore.builder().withLoggingDisabled().build();
        entries.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), entries);
        entries.put("a|last-set", bytes(500));
        entries.put("a|rgb|last-frame", bytes(490));
        WaitingFrameStore store = new WaitingFrameStore(entries);
        assertThat(store.lastSet("a", CONFIG))
                .contains(LastSet.only(Stamp.ofMillis(500), "").withLastFrames(Map.of("rgb", Stamp.ofMillis(490))));
        assertThat(store.frames(CONFIG)).isEmpty();
        assertThat(store.rigs()).containsExactly("a");
    }

    @Example
    void aSensorThatTheRigFileNoLongerHasIsLeftOut() {
        KeyValueStore<String, byte[]> entries =
                WaitingFrameStore.builder().withLoggingDisabled().build();
        entries.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), entries);
        WaitingFrameStore store = new WaitingFrameStore(entries);
        Map<String, Stamp> frames = Map.of("rgb", Stamp.ofMillis(1), "gone", Stamp.ofMillis(2));
        Map<String, List<Stamp>> seen = Map.of("gone", List.of(Stamp.ofMillis(2)));
        RigSnapshot snapshot = new RigSnapshot(HealthSnapshot.of(Map.of()), List.of());
        store.settle("a", new LastSet(Stamp.ofMillis(3), frames, seen, snapshot, Map.of()));
        LastSet read = store.lastSet("a", CONFIG).orElseThrow();
        assertThat(read.lastFrames()).containsOnlyKeys("rgb");
        assertThat(read.seen()).isEmpty();
    }

    private static byte[] bytes(long millis) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(Stamp.ofMillis(millis).nanos())
                .array();
    }
}
