package io.lynceus.mcap.file;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Collects the records of a chunk that is not written yet, and the position of each message in it. One thread. */
final class ChunkBuilder {
    /** A chunk that packing does not shrink below this share is written unpacked: camera images are compressed already. */
    private static final double WORTHWHILE = 0.95;

    private final Compression compression;
    private final RecordBuilder records = new RecordBuilder();
    private final Map<Integer, RecordBuilder> index = new TreeMap<>();
    private long start = Long.MAX_VALUE;
    private long end;

    ChunkBuilder(Compression compression) {
        this.compression = compression;
    }

    RecordBuilder records() {
        return records;
    }

    void message(McapMessage message) {
        index.computeIfAbsent(message.channelId(), id -> new RecordBuilder())
                .u64(message.logTime())
                .u64(records.size());
        Records.message(records, message);
        start = Math.min(start, message.logTime());
        end = Math.max(end, message.logTime());
    }

    boolean isEmpty() {
        return records.size() == 0;
    }

    int size() {
        return records.size();
    }

    /**
     * Writes the chunk and its message indexes, and begins a new one.
     *
     * @param offset of {@code out} in the file
     * @return the chunk's index record
     */
    ChunkIndex writeTo(RecordBuilder out, long offset) throws IOException {
        byte[] raw = records.toBytes();
        byte[] packed = compression.pack(raw);
        boolean isPacked = compression != Compression.NONE && packed.length < WORTHWHILE * raw.length;
        Compression used = isPacked ? compression : Compression.NONE;
        byte[] stored = isPacked ? packed : raw;
        CRC32 crc = new CRC32();
        crc.update(raw);
        long first = index.isEmpty() ? 0 : start;
        out.begin(Opcode.CHUNK).u64(first).u64(end).u64(raw.length).u32(crc.getValue());
        out.string(used.label()).u64(stored.length).bytes(stored).end();
        long length = out.size();
        Map<Integer, Long> places = new TreeMap<>();
        index.forEach((channel, entries) -> {
            places.put(channel, offset + out.size());
            out.begin(Opcode.MESSAGE_INDEX)
                    .u16(channel)
                    .u32(entries.size())
                    .bytes(entries.toBytes())
                    .end();
        });
        ChunkIndex written = new ChunkIndex(
                first, end, offset, length, places, out.size() - length, used.label(), stored.length, raw.length);
        records.clear();
        index.clear();
        start = Long.MAX_VALUE;
        end = 0;
        return written;
    }
}
