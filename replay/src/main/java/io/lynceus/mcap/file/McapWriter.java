package io.lynceus.mcap.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Writes a file. Messages gather in a chunk, which is written with its indexes when it is full or {@link #flush} is called;
 * {@link #close} adds the summary. What was flushed survives a sudden end of the process.
 *
 * <p>Thread safety: one thread.
 */
public final class McapWriter implements AutoCloseable {
    static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};
    public static final int DEFAULT_CHUNK_BYTES = 4 << 20;
    static final String LIBRARY = "lynceus";

    private static final int MOST_IDS = 0xFFFF;

    /** Position of a metadata record. */
    private record MetadataPlace(String name, long offset, long length) {}

    private final FileChannel file;
    private final int chunkBytes;
    private final ChunkBuilder chunk;
    private final RecordBuilder out = new RecordBuilder();
    private final CRC32 crc = new CRC32();
    private final Summary summary = new Summary();
    private final Set<Integer> writtenChannels = new HashSet<>();
    private final Set<Integer> writtenSchemas = new HashSet<>();
    private final List<ChunkIndex> chunks = new ArrayList<>();
    private final List<MetadataPlace> metadata = new ArrayList<>();
    private long position;

    private McapWriter(FileChannel file, Compression compression, int chunkBytes) {
        this.file = file;
        this.chunkBytes = chunkBytes;
        this.chunk = new ChunkBuilder(compression);
    }

    /**
     * Begins a file; throws if it exists, so that no recording is lost.
     *
     * @param chunkBytes size, before packing, at which a chunk is written
     */
    public static McapWriter create(Path path, Compression compression, int chunkBytes) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(path + " exists; give another name, or delete it first", e);
        }
        McapWriter writer = new McapWriter(file, compression, chunkBytes);
        writer.out.bytes(MAGIC);
        writer.out.begin(Opcode.HEADER).string("").string(LIBRARY).end();
        writer.writeOut();
        return writer;
    }

    /** Adds a schema, and returns its id. */
    public int schema(String name, String encoding, byte[] data) {
        int id = nextId("schemas", summary.schemas.size());
        summary.schemas.put(id, new McapSchema(id, name, encoding, data));
        return id;
    }

    /** Adds a channel, and returns its id. {@code schemaId} is 0 for none. */
    public int channel(int schemaId, String topic, String encoding, Map<String, String> about) {
        if (schemaId != 0 && !summary.schemas.containsKey(schemaId)) {
            throw new IllegalArgumentException(
                    "channel " + topic + " has schema " + schemaId + ", known are " + summary.schemas.keySet());
        }
        int id = nextId("channels", summary.channels.size());
        summary.channels.put(id, new McapChannel(id, schemaId, topic, encoding, about));
        return id;
    }

    public void message(McapMessage message) throws IOException {
        McapChannel channel = summary.channels.get(message.channelId());
        if (channel == null || message.logTime() < 0 || message.publishTime() < 0) {
            throw new IllegalArgumentException("message on channel " + message.channelId() + " at "
                    + message.logTime() + " ns, published at " + message.publishTime() + " ns; known channels are "
                    + summary.channels.keySet() + ", and times count from 1970");
        }
        if (channel.schemaId() != 0 && writtenSchemas.add(channel.schemaId())) {
            Records.schema(chunk.records(), knownSchema(channel.schemaId()));
        }
        if (writtenChannels.add(channel.id())) {
            Records.channel(chunk.records(), channel);
        }
        chunk.message(message);
        summary.add(channel.id(), message.logTime());
        if (chunk.size() >= chunkBytes) {
            flush();
        }
    }

    /** Notes facts about the whole file. */
    public void metadata(String name, Map<String, String> facts) throws IOException {
        long offset = position;
        out.begin(Opcode.METADATA).string(name).texts(facts).end();
        metadata.add(new MetadataPlace(name, offset, out.size()));
        writeOut();
    }

    /** Writes the chunk that is being filled. */
    public void flush() throws IOException {
        if (!chunk.isEmpty()) {
            chunks.add(chunk.writeTo(out, position));
            writeOut();
        }
    }

    public long messages() {
        return summary.messages();
    }

    /** Ends the file. */
    @Override
    public void close() throws IOException {
        try (file) {
            flush();
            long dataCrc = crc.getValue();
            out.begin(Opcode.DATA_END).u32(dataCrc).end();
            writeOut();
            writeSummary();
        }
    }

    private void writeSummary() throws IOException {
        long start = position;
        crc.reset();
        RecordBuilder offsets = new RecordBuilder();
        group(Opcode.SCHEMA, start, offsets, () -> summary.schemas.values().stream()
                .filter(schema -> writtenSchemas.contains(schema.id()))
                .forEach(schema -> Records.schema(out, schema)));
        group(Opcode.CHANNEL, start, offsets, () -> summary.channels.values().stream()
                .filter(channel -> writtenChannels.contains(channel.id()))
                .forEach(channel -> Records.channel(out, channel)));
        group(Opcode.STATISTICS, start, offsets, this::statistics);
        group(Opcode.CHUNK_INDEX, start, offsets, () -> chunks.forEach(c -> Records.chunkIndex(out, c)));
        group(
                Opcode.METADATA_INDEX,
                start,
                offsets,
                () -> metadata.forEach(place -> out.begin(Opcode.METADATA_INDEX)
                        .u64(place.offset())
                        .u64(place.length())
                        .string(place.name())
                        .end()));
        long offsetStart = start + out.size();
        out.bytes(offsets.toBytes());
        out.begin(Opcode.FOOTER).u64(start).u64(offsetStart);
        // The checksum covers the footer's own beginning, whose length of 20 bytes is written already.
        out.u32(0).end();
        byte[] all = out.toBytes();
        crc.update(all, 0, all.length - Integer.BYTES);
        ByteBuffer end = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(all.length - Integer.BYTES, (int) crc.getValue());
        writeFully(end);
        writeFully(ByteBuffer.wrap(MAGIC));
    }

    /** Writes a group of records of one kind, and the record that gives its position. */
    private void group(int opcode, long start, RecordBuilder offsets, Runnable records) {
        long at = start + out.size();
        records.run();
        long length = start + out.size() - at;
        if (length > 0) {
            offsets.begin(Opcode.SUMMARY_OFFSET).u8(opcode).u64(at).u64(length).end();
        }
    }

    private void statistics() {
        out.begin(Opcode.STATISTICS).u64(summary.messages()).u16(writtenSchemas.size());
        out.u32(writtenChannels.size()).u32(0).u32(metadata.size()).u32(chunks.size());
        out.u64(summary.start()).u64(summary.end()).numbers(summary.counts).end();
    }

    private McapSchema knownSchema(int id) {
        McapSchema schema = summary.schemas.get(id);
        if (schema == null) {
            throw new IllegalStateException("schema " + id + " was checked when its channel was made");
        }
        return schema;
    }

    private static int nextId(String what, int known) {
        if (known >= MOST_IDS) {
            throw new IllegalStateException("a file has room for " + MOST_IDS + " " + what + "; begin another file");
        }
        return known + 1;
    }

    private void writeOut() throws IOException {
        byte[] bytes = out.toBytes();
        out.clear();
        crc.update(bytes);
        writeFully(ByteBuffer.wrap(bytes));
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        position += bytes.remaining();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
