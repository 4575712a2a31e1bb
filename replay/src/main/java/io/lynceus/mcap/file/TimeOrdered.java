package io.lynceus.mcap.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Merges the messages of blocks that may overlap in time; a block is read when its time has come. One thread. */
final class TimeOrdered implements Iterator<McapMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(TimeOrdered.class);
    /** Two bytes of channel id and four of sequence precede the log time. */
    private static final int LOG_TIME_AT = 6;

    private record IndexedMessage(long time, long blockOffset, int at, int length, ByteBuffer block) {}

    private final McapFile file;
    private final long from;
    private final Set<Integer> channels;
    private final Queue<MessageBlock> due;
    private final PriorityQueue<IndexedMessage> entries =
            new PriorityQueue<>(Comparator.comparingLong(IndexedMessage::time)
                    .thenComparingLong(IndexedMessage::blockOffset)
                    .thenComparingInt(IndexedMessage::at));

    TimeOrdered(McapFile file, List<MessageBlock> blocks, long from, Set<Integer> channels) {
        this.file = file;
        this.from = from;
        this.channels = channels;
        this.due = new ArrayDeque<>(blocks.stream()
                .filter(block -> block.end() >= from)
                .filter(block -> block.channels().isEmpty() || !Collections.disjoint(block.channels(), channels))
                .sorted(Comparator.comparingLong(MessageBlock::start))
                .toList());
    }

    @Override
    public boolean hasNext() {
        try {
            for (MessageBlock block = due.peek(); block != null && isDue(block); block = due.peek()) {
                loadOrSkip(due.remove());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return !entries.isEmpty();
    }

    private boolean isDue(MessageBlock block) {
        IndexedMessage next = entries.peek();
        return next == null || block.start() <= next.time();
    }

    @Override
    public McapMessage next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has no further message");
        }
        IndexedMessage entry = entries.remove();
        try {
            return Records.message(new RecordFields(
                    entry.block().slice(entry.at(), entry.length()), file.path(), entry.blockOffset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves out a damaged chunk, like {@link Scan}. */
    private void loadOrSkip(MessageBlock block) throws IOException {
        try {
            load(block);
        } catch (McapException e) {
            LOG.warn("A chunk is left out: {}", e.getMessage());
        }
    }

    private void load(MessageBlock block) throws IOException {
        ByteBuffer records = block.isChunk() ? file.unpack(chunk(block)) : file.range(block.offset(), block.length());
        RecordFields fields = new RecordFields(records.duplicate(), file.path(), block.offset());
        while (fields.hasMore()) {
            int opcode = fields.u8();
            long length = fields.u64();
            int at = fields.position();
            if (opcode == Opcode.MESSAGE) {
                RecordFields message = fields.slice(length);
                int channel = message.u16();
                message.skip(LOG_TIME_AT - Short.BYTES);
                long time = message.u64();
                if (time >= from && channels.contains(channel)) {
                    entries.add(new IndexedMessage(time, block.offset(), at, (int) length, records));
                }
            } else {
                fields.skip(length);
            }
        }
    }

    private McapFile.RecordHead chunk(MessageBlock block) throws IOException {
        McapFile.RecordHead head = file.head(block.offset());
        if (head.opcode() != Opcode.CHUNK) {
            throw new McapException(
                    file.path(),
                    block.offset(),
                    "the index points to a chunk here, but op code " + head.opcode() + " stands there");
        }
        return head;
    }
}
