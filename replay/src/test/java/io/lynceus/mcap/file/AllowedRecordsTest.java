package io.lynceus.mcap.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with all that the format allows and that Lynceus itself does not write, put together record by record. */
class AllowedRecordsTest {
    private static final int PER_CHUNK = 5;

    @TempDir
    private Path folder;

    private final RecordBuilder out = new RecordBuilder();
    private final List<ChunkIndex> chunks = new ArrayList<>();
    private final Map<Integer, Long> groups = new LinkedHashMap<>();
    private long attachmentAt;
    private long metadataAt;
    private long messages;

    private static long crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }

    private void begin() {
        out.bytes(McapWriter.MAGIC);
        out.begin(Opcode.HEADER).string("ros2").string("another library").end();
    }

    /** A file inside the file, with a checksum of its own, as for a map or a calibration. */
    private void attachment(byte[] data) {
        attachment(data, 0);
    }

    private void attachment(byte[] data, long crc) {
        attachmentAt = out.size();
        out.begin(Opcode.ATTACHMENT).u64(1).u64(1).string("map.pcd").string("application/octet-stream");
        out.u64(data.length).bytes(data).u32(crc).end();
    }

    private void chunk(long start, long crcError) {
        RecordBuilder inside = new RecordBuilder();
        if (chunks.isEmpty()) {
            describe(inside);
        }
        Map<Integer, Long> places = new TreeMap<>();
        RecordBuilder index = new RecordBuilder();
        for (int i = 0; i < PER_CHUNK; i++) {
            places.put(1, 0L);
            Records.message(inside, new McapMessage(1, (int) messages++, start + i, start + i, new byte[] {(byte) i}));
        }
        byte[] raw = inside.toBytes();
        long at = out.size();
        out.begin(Opcode.CHUNK).u64(start).u64(start + PER_CHUNK - 1).u64(raw.length);
        out.u32(crc(raw, 0, raw.length) + crcError)
                .string("")
                .u64(raw.length)
                .bytes(raw)
                .end();
        long length = out.size() - at;
        places.put(1, (long) out.size());
        index.begin(Opcode.MESSAGE_INDEX).u16(1).u32(0).end();
        out.bytes(index.toBytes());
        chunks.add(new ChunkIndex(
                start, start + PER_CHUNK - 1, at, length, places, index.size(), "", raw.length, raw.length));
    }

    private static void describe(RecordBuilder where) {
        Records.schema(where, new McapSchema(1, "sensor_msgs/msg/Image", "ros2msg", new byte[] {1}));
        Records.channel(where, new McapChannel(1, 1, "/camera", "cdr", Map.of()));
    }

    private void loose(long time) {
        Records.message(out, new McapMessage(1, (int) messages++, time, time, new byte[] {9}));
    }

    private void metadata() {
        metadataAt = out.size();
        out.begin(Opcode.METADATA)
                .string("rosbag2")
                .texts(Map.of("ROS_DISTRO", "humble"))
                .end();
    }

    private void group(int opcode, Runnable records) {
        long start = out.size();
        records.run();
        groups.put(opcode, start);
    }

    /** Ends the data, and writes a summary whose groups have offsets. */
    private Path end(long last, long dataCrcError, long summaryCrcError) throws IOException {
        out.begin(Opcode.DATA_END)
                .u32(crc(out.toBytes(), 0, out.size()) + dataCrcError)
                .end();
        int summaryAt = out.size();
        group(Opcode.SCHEMA, () -> describe(out));
        group(Opcode.STATISTICS, () -> out.begin(Opcode.STATISTICS)
                .u64(messages)
                .u16(1)
                .u32(1)
                .u32(1)
                .u32(1)
                .u32(chunks.size())
                .u64(1000)
                .u64(last)
                .numbers(Map.of(1, messages))
                .end());
        group(Opcode.CHUNK_INDEX, () -> chunks.forEach(chunk -> Records.chunkIndex(out, chunk)));
        // Attachment index, 0x0A: its offset and length, two times, the data's size, a name, a type.
        group(0x0A, () -> out.begin(0x0A)
                .u64(attachmentAt)
                .u64(60)
                .u64(1)
                .u64(1)
                .u64(3)
                .string("map.pcd")
                .string("x")
                .end());
        group(Opcode.METADATA_INDEX, () -> out.begin(Opcode.METADATA_INDEX)
                .u64(metadataAt)
                .u64(40)
                .string("rosbag2")
                .end());
        int offsetsAt = out.size();
        List<Integer> starts = new ArrayList<>();
        groups.values().forEach(start -> starts.add(start.intValue()));
        starts.add(offsetsAt);
        int i = 0;
        for (int opcode : groups.keySet()) {
            out.begin(Opcode.SUMMARY_OFFSET)
                    .u8(opcode)
                    .u64(starts.get(i))
                    .u64(starts.get(i + 1) - starts.get(i))
                    .end();
            i++;
        }
        RecordBuilder footer = new RecordBuilder();
        footer.begin(Opcode.FOOTER).u64(summaryAt).u64(offsetsAt).u32(0).end();
        byte[] head = footer.toBytes();
        out.bytes(java.util.Arrays.copyOf(head, head.length - Integer.BYTES));
        out.u32(crc(out.toBytes(), summaryAt, out.size()) + summaryCrcError).bytes(McapWriter.MAGIC);
        return Files.write(folder.resolve("allowed.mcap"), out.toBytes());
    }

    private static List<Long> times(Path file) throws IOException {
        try (McapReader reader = McapReader.open(file)) {
            List<Long> times = new ArrayList<>();
            reader.messages(0, reader.summary().channels.keySet())
                    .forEachRemaining(message -> times.add(message.logTime()));
            return times;
        }
    }

    /** Errors of: no checksum, that of the data, that of the summary. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void attachmentsIndexesOffsetsAndWrongChecksumsOfSectionsCostNoMessage(int wrong) throws IOException {
        begin();
        attachment(new byte[3]);
        chunk(1000, 0);
        metadata();
        chunk(2000, 0);
        Path file = end(2004, wrong == 1 ? 1 : 0, wrong == 2 ? 1 : 0);
        assertThat(times(file)).containsExactly(1000L, 1001L, 1002L, 1003L, 1004L, 2000L, 2001L, 2002L, 2003L, 2004L);
        try (McapReader reader = McapReader.open(file)) {
            assertThat(reader.summary().metadata).containsEntry("rosbag2", Map.of("ROS_DISTRO", "humble"));
            assertThat(reader.summary().damage).isEmpty();
        }
    }

    @Test
    void aChunkWithAWrongChecksumIsLeftOutAlthoughTheSummaryNamesIt() throws IOException {
        begin();
        chunk(1000, 0);
        chunk(2000, 1);
        metadata();
        assertThat(times(end(2004, 0, 0))).containsExactly(1000L, 1001L, 1002L, 1003L, 1004L);
    }

    @Test
    void anAttachmentBetweenChunksWithAWrongChecksumCostsNoMessage() throws IOException {
        begin();
        chunk(1000, 0);
        attachment(new byte[70_000], 0xDEADBEEFL);
        chunk(2000, 0);
        metadata();
        assertThat(times(end(2004, 0, 0))).hasSize(2 * PER_CHUNK);
    }

    @Test
    void aRecordOfAKindThatIsNotKnownIsSkippedWhereverItStands() throws IOException {
        begin();
        unknown();
        chunk(1000, 0);
        unknown();
        metadata();
        Path file = end(1004, 0, 0);
        assertThat(times(file)).hasSize(PER_CHUNK);
        byte[] whole = Files.readAllBytes(file);
        Path scanned = Files.write(folder.resolve("cut.mcap"), java.util.Arrays.copyOf(whole, whole.length - 30));
        assertThat(times(scanned)).as("without a summary").hasSize(PER_CHUNK);
    }

    /** The format reserves 0x80 and above for private records. */
    private void unknown() {
        out.begin(0x9A).string("private to a vendor").bytes(new byte[300]).end();
    }

    @Test
    void messagesBesideChunksAreReadAlthoughTheSummaryIndexesNone() throws IOException {
        begin();
        chunk(1000, 0);
        loose(1500);
        metadata();
        chunk(2000, 0);
        assertThat(times(end(2004, 0, 0))).hasSize(2 * PER_CHUNK + 1).contains(1500L);
    }
}
