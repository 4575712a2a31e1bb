package io.lynceus.dataset.muses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.layout.Hdf5;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HDF5 files that h5py has written; see the README beside them. */
class EventColumnsTest {
    private static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    private static Path file(String name) throws Exception {
        return Path.of(EventColumnsTest.class.getResource("/muses/" + name).toURI());
    }

    @ParameterizedTest
    @ValueSource(strings = {"events_gzip.h5", "events_lzf.h5", "events_lz4.h5", "events_blosc.h5", "events_plain.h5"})
    void everyEventIsReadWhateverTheCompression(String name) throws Exception {
        EventColumns events = EventColumns.read(file(name));
        assertThat(events.count()).isEqualTo(700);
        for (int i = 0; i < 700; i++) {
            assertThat(events.x()[i]).isEqualTo((i * 37 + 11) % 640);
            assertThat(events.y()[i]).isEqualTo((i * 53 + 7) % 480);
            assertThat(events.micros()[i]).isEqualTo(i * 43);
            assertThat(events.polarity()[i]).isEqualTo((byte) (i / 3 % 2));
        }
    }

    @Test
    void anUnknownFilterIsRefusedWithItsNameAndTheRemedy() {
        assertThatThrownBy(() -> EventColumns.read(file("events_zstd.h5")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("events_zstd.h5")
                .hasMessageContaining("32015")
                .hasMessageContaining("h5repack");
    }

    @Test
    void aDamagedBloscChunkIsAnErrorThatNamesTheFile(@TempDir Path folder) throws Exception {
        byte[] bytes = Files.readAllBytes(file("events_blosc.h5"));
        int chunk = -1;
        for (int at = 0; at < bytes.length - 16; at++) {
            // A Blosc header: version 2, then 1, flags, type size, and a plausible unpacked size.
            if (bytes[at] == 2
                    && bytes[at + 1] == 1
                    && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4) == 512) {
                bytes[at + 12] = (byte) 0xFF;
                bytes[at + 13] = (byte) 0xFF;
                chunk = at;
            }
        }
        assertThat(chunk).isPositive();
        Path damaged = Files.write(folder.resolve("damaged.h5"), bytes);
        assertThatThrownBy(() -> EventColumns.read(damaged))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged.h5")
                .hasMessageContaining("Blosc");
    }

    @Test
    void whatIsNoHdf5FileOrLacksADatasetSaysSo(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("text.h5"), "no events");
        assertThatThrownBy(() -> EventColumns.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text.h5 is not an HDF5 file");
    }

    @Test
    void theWindowIsCountedInSixtyFourBits() throws Exception {
        EventColumns events = EventColumns.read(file("events_gzip.h5"));
        assertThat(events.last(30_000).count()).isEqualTo(698); // t = 30057 - 30000 = 57: without the first two
        assertThat(events.last(100_000).count()).isEqualTo(700);
        assertThat(events.last(0).count()).isEqualTo(1);
    }

    @Test
    void aPacketEndsAtItsStampAndLeavesOutWhatIsOutside() throws Exception {
        EventColumns events = EventColumns.read(file("events_blosc.h5"));
        Stamp stamp = Stamp.ofSeconds(1_700_000_000);
        EventPacket all = EventPacket.parseFrom(events.packet(stamp, "camera", 640, 480, IDENTITY));
        assertThat(all.getPolarity().size()).isEqualTo(700);
        assertThat(all.getTimeBase()).isEqualTo(stamp.nanos() - 699 * 43_000);
        ByteBuffer t = all.getT().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(t.getInt(699 * 4)).isEqualTo(699 * 43_000);
        EventPacket half = EventPacket.parseFrom(events.packet(stamp, "camera", 320, 480, IDENTITY));
        long inside = Arrays.stream(events.x()).filter(x -> x < 320).count();
        assertThat(half.getPolarity().size()).isEqualTo((int) inside);
        assertThat(half.getX().size()).isEqualTo(2 * (int) inside);
    }

    @Property(tries = 40)
    void anyEventsComeBackFromAnyChunks(
            @ForAll @Size(max = 300) List<@IntRange(max = 65535) Integer> places,
            @ForAll Hdf5.Filter filter,
            @ForAll @IntRange(min = 16, max = 400) int chunk)
            throws Exception {
        int n = places.size();
        long[] x = places.stream().mapToLong(p -> p).toArray();
        long[] t = places.stream().mapToLong(p -> 0xFFFF_0000L + p).sorted().toArray(); // beyond what an int can hold
        long[] p = places.stream().mapToLong(v -> v & 1).toArray();
        byte[] bytes = Hdf5.file(
                "events",
                Map.of("x", x, "y", x, "t", t, "p", p),
                Map.of("x", 2, "y", 2, "t", 4, "p", 1),
                filter,
                chunk);
        Path file = Files.createTempFile("events", ".h5");
        try {
            Files.write(file, bytes);
            EventColumns events = EventColumns.read(file);
            assertThat(events.micros()).isEqualTo(t);
            for (int i = 0; i < n; i++) {
                assertThat(events.x()[i]).isEqualTo(x[i]);
                assertThat(events.polarity()[i]).isEqualTo((byte) p[i]);
            }
        } finally {
            Files.delete(file);
        }
    }
}
