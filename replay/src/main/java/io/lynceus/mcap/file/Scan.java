package io.lynceus.mcap.file;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads a file from its beginning because it has no summary: its writer was killed, or wrote none. It leaves out damaged chunks,
 * and everything behind a record that cannot be read, and reports both.
 */
final class Scan {
    /** Size of the blocks of messages outside of chunks, bytes. */
    private static final long RUN_BYTES = 4 << 20;

    private final McapFile file;
    private final Summary summary = new Summary();
    private final Set<Integer> runChannels = new HashSet<>();
    private long runAt = -1;
    private long runStart;
    private long runEnd;

    private Scan(McapFile file) {
        this.file = file;
    }

    static Summary of(McapFile file) throws IOException {
        return new Scan(file).run();
    }

    private Summary run() throws IOException {
        long at = McapWriter.MAGIC.length;
        boolean over = false;
        while (!over) {
            try {
                McapFile.RecordHead head = file.head(at);
                over = head.opcode() == Opcode.DATA_END || head.opcode() == Opcode.FOOTER;
                record(head);
                at = head.end();
            } catch (McapException e) {
                summary.damage.add(
                        "the file was not ended by its writer; what was read before is played: " + e.getMessage());
                over = true;
            }
        }
        endRun(at);
        return summary;
    }

    private void record(McapFile.RecordHead head) throws IOException {
        switch (head.opcode()) {
            case Opcode.SCHEMA, Opcode.CHANNEL -> describe(head.opcode(), file.content(head));
            case Opcode.MESSAGE -> loose(head);
            case Opcode.CHUNK -> {
                endRun(head.offset());
                chunk(head);
            }
            case Opcode.METADATA -> {
                RecordFields in = file.content(head);
                summary.metadata.put(in.string(), in.texts());
            }
            default -> {} // indexes, attachments, and records of later versions
        }
    }

    private void describe(int opcode, RecordFields in) throws IOException {
        if (opcode == Opcode.SCHEMA) {
            McapSchema schema = Records.schema(in);
            summary.schemas.put(schema.id(), schema);
        } else {
            McapChannel channel = Records.channel(in);
            summary.channels.put(channel.id(), channel);
        }
    }

    private void chunk(McapFile.RecordHead head) throws IOException {
        Summary inside = new Summary();
        try {
            RecordFields records = new RecordFields(file.unpack(head), file.path(), head.offset());
            while (records.hasMore()) {
                int opcode = records.u8();
                RecordFields record = records.slice(records.u64());
                if (opcode == Opcode.MESSAGE) {
                    int channel = record.u16();
                    record.u32();
                    inside.add(channel, record.u64());
                } else if (opcode == Opcode.SCHEMA || opcode == Opcode.CHANNEL) {
                    describe(opcode, record);
                }
            }
        } catch (McapException e) {
            summary.damage.add("a chunk is left out: " + e.getMessage());
            return;
        }
        if (inside.messages() > 0) {
            add(inside.start(), inside.end(), head.offset(), head.end(), true, inside.counts.keySet());
            inside.counts.forEach((channel, count) -> summary.counts.merge(channel, count, Long::sum));
        }
    }

    private void loose(McapFile.RecordHead head) throws IOException {
        McapMessage message = Records.message(file.content(head));
        if (runAt < 0 || head.end() - runAt > RUN_BYTES) {
            endRun(head.offset());
            runAt = head.offset();
            runStart = message.logTime();
            runEnd = message.logTime();
        }
        runStart = Math.min(runStart, message.logTime());
        runEnd = Math.max(runEnd, message.logTime());
        runChannels.add(message.channelId());
        summary.counts.merge(message.channelId(), 1L, Long::sum);
    }

    private void endRun(long end) {
        if (runAt >= 0) {
            add(runStart, runEnd, runAt, end, false, runChannels);
            runChannels.clear();
            runAt = -1;
        }
    }

    private void add(long start, long end, long from, long until, boolean isChunk, Set<Integer> channels) {
        summary.blocks.add(new MessageBlock(start, end, from, until - from, isChunk, Set.copyOf(channels)));
        summary.cover(start, end);
    }
}
