package io.lynceus.mcap.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the summary at a file's end, if there is a valid one. */
final class SummaryReader {
    private static final Logger LOG = LoggerFactory.getLogger(SummaryReader.class);
    private static final int FOOTER_BYTES = Opcode.HEAD_BYTES + 2 * Long.BYTES + Integer.BYTES;

    private final McapFile file;
    private final Summary summary = new Summary();
    private long messages = -1;
    private long chunkCount;
    /** Ends of the chunks with their message indexes, by the chunks' offsets. */
    private final NavigableMap<Long, Long> chunkEnds = new TreeMap<>();

    private SummaryReader(McapFile file) {
        this.file = file;
    }

    /** Reads the summary; returns empty if the file has no complete one, so that it must be read from its beginning. */
    static Optional<Summary> read(McapFile file) throws IOException {
        long footerAt = file.size() - McapWriter.MAGIC.length - FOOTER_BYTES;
        if (footerAt < McapWriter.MAGIC.length || !file.hasMagicAt(file.size() - McapWriter.MAGIC.length)) {
            return Optional.empty();
        }
        try {
            return read(file, footerAt);
        } catch (McapException e) {
            LOG.warn("The summary is damaged: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Summary> read(McapFile file, long footerAt) throws IOException {
        McapFile.RecordHead footer = file.head(footerAt);
        if (footer.opcode() != Opcode.FOOTER) {
            return Optional.empty();
        }
        RecordFields fields = file.content(footer);
        long start = fields.u64();
        fields.u64();
        long crc = fields.u32();
        if (start < McapWriter.MAGIC.length || start >= footerAt || !isIntact(file, start, footerAt, crc)) {
            return Optional.empty();
        }
        return new SummaryReader(file).records(start, footerAt);
    }

    private static boolean isIntact(McapFile file, long start, long footerAt, long stated) throws IOException {
        if (stated == 0) {
            return true;
        }
        ByteBuffer covered = file.range(start, footerAt - start + FOOTER_BYTES - Integer.BYTES);
        CRC32 crc = new CRC32();
        crc.update(covered);
        return crc.getValue() == stated;
    }

    private Optional<Summary> records(long start, long end) throws IOException {
        for (long at = start; at < end; ) {
            McapFile.RecordHead head = file.head(at);
            record(head);
            at = head.end();
        }
        boolean complete = summary.messages() == messages && summary.blocks.size() == chunkCount;
        boolean known = summary.channels.keySet().containsAll(summary.counts.keySet());
        boolean described = summary.channels.values().stream()
                .allMatch(channel -> channel.schemaId() == 0 || summary.schemas.containsKey(channel.schemaId()));
        return complete && known && described && timesAgree() && !hasMessagesBesideChunks()
                ? Optional.of(summary)
                : Optional.empty();
    }

    /** Looks at the records between the chunks: the format allows messages there, which no index of the summary names. */
    private boolean hasMessagesBesideChunks() throws IOException {
        int opcode = Opcode.HEADER;
        for (long at = McapWriter.MAGIC.length; opcode != Opcode.DATA_END && opcode != Opcode.FOOTER; ) {
            Long chunkEnd = chunkEnds.get(at);
            if (chunkEnd != null) {
                at = chunkEnd;
                continue;
            }
            McapFile.RecordHead head = file.head(at);
            opcode = head.opcode();
            if (opcode == Opcode.MESSAGE) {
                return true;
            }
            at = head.end();
        }
        return false;
    }

    /** Returns true if chunks and statistics have the same time span; chunks without messages are not compared. */
    private boolean timesAgree() {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (MessageBlock block : summary.blocks) {
            if (block.start() != 0 || block.end() != 0 || !block.channels().isEmpty()) {
                first = Math.min(first, block.start());
                last = Math.max(last, block.end());
            }
        }
        return messages == 0 || (first == summary.start() && last == summary.end());
    }

    private void record(McapFile.RecordHead head) throws IOException {
        switch (head.opcode()) {
            case Opcode.SCHEMA -> {
                McapSchema schema = Records.schema(file.content(head));
                summary.schemas.put(schema.id(), schema);
            }
            case Opcode.CHANNEL -> {
                McapChannel channel = Records.channel(file.content(head));
                summary.channels.put(channel.id(), channel);
            }
            case Opcode.CHUNK_INDEX -> {
                ChunkIndex chunk = Records.chunkIndex(file.content(head));
                summary.blocks.add(chunk.block());
                chunkEnds.put(chunk.offset(), chunk.offset() + chunk.length() + chunk.messageIndexLength());
            }
            case Opcode.STATISTICS -> statistics(file.content(head));
            case Opcode.METADATA_INDEX -> metadata(file.content(head));
            default -> {} // the format allows readers to skip records that they do not know or need
        }
    }

    private void statistics(RecordFields in) throws McapException {
        messages = in.u64();
        in.u16();
        in.u32();
        in.u32();
        in.u32();
        chunkCount = in.u32();
        long start = in.u64();
        long end = in.u64();
        in.numbers().forEach((channel, count) -> summary.counts.put(channel, count));
        if (messages > 0) {
            summary.cover(start, end);
        }
    }

    private void metadata(RecordFields in) throws IOException {
        McapFile.RecordHead place = file.head(in.u64());
        if (place.opcode() != Opcode.METADATA) {
            throw in.malformed("the metadata index points at byte " + place.offset() + ", where op code "
                    + place.opcode() + " stands");
        }
        RecordFields record = file.content(place);
        summary.metadata.put(record.string(), record.texts());
    }
}
