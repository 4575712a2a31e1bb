package io.lynceus.mcap.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written and read again, whole, cut and spoilt. */
class McapFileTest {
    private static final int CHANNELS = 3;

    @TempDir
    private Path folder;

    /** Messages of three channels, whose times go back and forth, in chunks of about 2 kB. */
    private static List<McapMessage> write(Path file, int count, long seed, Compression compression, boolean ended)
            throws IOException {
        Random random = new Random(seed);
        List<McapMessage> written = new ArrayList<>();
        McapWriter writer = McapWriter.create(file, compression, 2000);
        int schema = writer.schema("a.B", "protobuf", new byte[] {1, 2, 3});
        for (int c = 0; c < CHANNELS; c++) {
            writer.channel(c == 0 ? 0 : schema, "topic" + c, "protobuf", Map.of("number", "" + c));
        }
        writer.metadata("facts", Map.of("one", "1"));
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[random.nextInt(400)];
            if (random.nextBoolean()) {
                random.nextBytes(data);
            }
            long time = 1_000_000L * i + random.nextInt(20_000_000);
            McapMessage message = new McapMessage(1 + random.nextInt(CHANNELS), i, time, time + 1, data);
            writer.message(message);
            written.add(message);
        }
        if (ended) {
            writer.close();
        } else {
            writer.flush();
        }
        written.sort(Comparator.comparingLong(McapMessage::logTime));
        return written;
    }

    private static List<McapMessage> read(Path file, long from) throws IOException {
        try (McapReader reader = McapReader.open(file)) {
            List<McapMessage> found = new ArrayList<>();
            reader.messages(from, reader.summary().channels.keySet()).forEachRemaining(found::add);
            return found;
        }
    }

    private static void assertSame(List<McapMessage> found, List<McapMessage> expected) {
        assertThat(found).usingElementComparator(McapFileTest::compare).containsExactlyElementsOf(expected);
    }

    private static int compare(McapMessage a, McapMessage b) {
        boolean same = a.channelId() == b.channelId()
                && a.sequence() == b.sequence()
                && a.logTime() == b.logTime()
                && a.publishTime() == b.publishTime()
                && Arrays.equals(a.data(), b.data());
        return same ? 0 : 1;
    }

    @Property(tries = 60)
    void whatIsWrittenIsReadInTheOrderOfTimeFromAnyTimeOn(
            @ForAll @IntRange(max = 120) int count, @ForAll long seed, @ForAll Compression compression)
            throws IOException {
        Path file = Files.createTempDirectory("mcap").resolve("a.mcap");
        try {
            List<McapMessage> written = write(file, count, seed, compression, true);
            assertSame(read(file, 0), written);
            long from = count == 0 ? 5 : written.get(count / 2).logTime();
            assertSame(
                    read(file, from),
                    written.stream().filter(m -> m.logTime() >= from).toList());
            try (McapReader reader = McapReader.open(file)) {
                assertThat(reader.summary().damage).isEmpty();
                assertThat(reader.summary().metadata).containsEntry("facts", Map.of("one", "1"));
                assertThat(reader.summary().messages()).isEqualTo(count);
            }
        } finally {
            Files.delete(file);
            Files.delete(file.getParent());
        }
    }

    @Property(tries = 150)
    void aFileCutAnywhereGivesTheMessagesOfItsWholeChunksAndNeverAnythingElse(
            @ForAll long seed, @ForAll @IntRange(min = 8, max = 9000) int cut) throws IOException {
        Path file = Files.createTempDirectory("mcap").resolve("a.mcap");
        try {
            List<McapMessage> written = write(file, 40, seed, Compression.ZSTD, true);
            byte[] bytes = Files.readAllBytes(file);
            int left = Math.min(cut, bytes.length - 1);
            Files.write(file, Arrays.copyOf(bytes, left));
            List<McapMessage> found = read(file, 0);
            assertSame(
                    found,
                    written.stream()
                            .filter(m -> found.stream().anyMatch(f -> f.sequence() == m.sequence()))
                            .toList());
            // Whatever was written before the last chunk's end is there: a chunk has 2.4 kB at most, its indexes less.
            long lost = written.size() - found.size();
            assertThat(found.stream().mapToLong(McapMessage::sequence).max().orElse(-1))
                    .isEqualTo(39 - lost);
        } finally {
            Files.delete(file);
            Files.delete(file.getParent());
        }
    }

    @Property(tries = 200)
    void aFileWithSpoiltBytesIsReadOrRefusedByNameAndNeverAnotherWay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int spoilt) throws IOException {
        Path file = Files.createTempDirectory("mcap").resolve("a.mcap");
        try {
            write(file, 30, seed, seed % 2 == 0 ? Compression.LZ4 : Compression.ZSTD, true);
            byte[] bytes = Files.readAllBytes(file);
            Random random = new Random(seed);
            for (int i = 0; i < spoilt; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                assertThat(read(file, 0)).hasSizeLessThanOrEqualTo(60);
            } catch (java.io.UncheckedIOException e) {
                assertThat(e.getCause()).isInstanceOf(McapException.class).hasMessageContaining("at byte");
            } catch (McapException e) {
                assertThat(e).hasMessageContaining(file + " at byte");
            }
        } finally {
            Files.delete(file);
            Files.delete(file.getParent());
        }
    }

    @Test
    void aKilledWritersFileGivesAllThatWasFlushedAndSaysSo() throws IOException {
        Path file = folder.resolve("killed.mcap");
        List<McapMessage> written = write(file, 200, 3, Compression.LZ4, false);
        assertSame(read(file, 0), written);
        try (McapReader reader = McapReader.open(file)) {
            assertThat(reader.summary().damage)
                    .singleElement()
                    .asString()
                    .contains("not ended by its writer", file + " at byte " + Files.size(file));
        }
    }

    @Test
    void aSpoiltChunkIsLeftOutOfAScanAndTheOthersAreRead() throws IOException {
        Path file = folder.resolve("spoilt.mcap");
        List<McapMessage> written = write(file, 200, 4, Compression.NONE, false);
        MessageBlock second;
        try (McapReader reader = McapReader.open(file)) {
            second = reader.summary().blocks.get(1);
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (second.offset() + second.length() - 1)] ^= 1;
        Files.write(file, bytes);
        List<McapMessage> found = read(file, 0);
        assertThat(found).hasSizeBetween(150, written.size() - 1);
        try (McapReader reader = McapReader.open(file)) {
            assertThat(reader.summary().damage)
                    .anyMatch(text -> text.contains("a chunk is left out") && text.contains("checksum"));
        }
    }

    @Test
    void messagesOutsideOfChunksAreReadToo() throws IOException {
        RecordBuilder out = new RecordBuilder();
        out.bytes(McapWriter.MAGIC)
                .begin(Opcode.HEADER)
                .string("ros2")
                .string("else")
                .end();
        Records.channel(out, new McapChannel(7, 0, "/a", "cdr", Map.of()));
        List<McapMessage> written = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            McapMessage message = new McapMessage(7, i, 1000 - i, 0, new byte[] {(byte) i});
            written.add(0, message);
            Records.message(out, message);
        }
        out.begin(Opcode.DATA_END).u32(0).end();
        out.begin(Opcode.FOOTER).u64(0).u64(0).u32(0).end().bytes(McapWriter.MAGIC);
        Path file = Files.write(folder.resolve("loose.mcap"), out.toBytes());
        assertSame(read(file, 0), written);
        try (McapReader reader = McapReader.open(file)) {
            assertThat(reader.summary().damage).isEmpty();
        }
    }

    @Test
    void aStatedLengthIsNotBelieved() throws IOException {
        RecordBuilder out = new RecordBuilder();
        out.bytes(McapWriter.MAGIC).begin(Opcode.HEADER).string("").string("").end();
        int at = out.size();
        out.begin(Opcode.CHUNK)
                .u64(0)
                .u64(1)
                .u64(1L << 40)
                .u32(0)
                .string("zstd")
                .u64(0)
                .end();
        Path bomb = Files.write(folder.resolve("bomb.mcap"), out.toBytes());
        try (McapReader reader = McapReader.open(bomb)) {
            assertThat(reader.summary().damage)
                    .anyMatch(text -> text.contains("at byte " + at) && text.contains("1099511627776 unpacked bytes"));
        }
        byte[] bytes = out.toBytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at + 1, Long.MAX_VALUE);
        Path longer = Files.write(folder.resolve("longer.mcap"), bytes);
        try (McapReader reader = McapReader.open(longer)) {
            assertThat(reader.summary().damage)
                    .anyMatch(text -> text.contains("at byte " + at) && text.contains("truncated"));
        }
    }

    @Test
    void anotherFileIsRefusedAndAnExistingOneIsNotOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("text.mcap"), "no such thing");
        assertThatThrownBy(() -> McapReader.open(file))
                .isInstanceOf(McapException.class)
                .hasMessageContaining(file + " at byte 0: this is no MCAP file");
        assertThatThrownBy(() -> McapWriter.create(file, Compression.ZSTD, 1000))
                .hasMessageContaining("exists; give another name");
        assertThat(file).hasContent("no such thing");
    }
}
