package io.lynceus.mcap.file;

import java.io.IOException;

/** The layout of the records that occur both in the data and in the summary, or in chunks. */
public final class Records {
    private Records() {}

    static void schema(RecordBuilder out, McapSchema schema) {
        out.begin(Opcode.SCHEMA).u16(schema.id()).string(schema.name()).string(schema.encoding());
        out.u32(schema.data().length).bytes(schema.data()).end();
    }

    static McapSchema schema(RecordFields in) throws IOException {
        return new McapSchema(in.u16(), in.string(), in.string(), in.sizedBytes());
    }

    static void channel(RecordBuilder out, McapChannel channel) {
        out.begin(Opcode.CHANNEL).u16(channel.id()).u16(channel.schemaId());
        out.string(channel.topic()).string(channel.encoding());
        out.texts(channel.metadata()).end();
    }

    static McapChannel channel(RecordFields in) throws IOException {
        return new McapChannel(in.u16(), in.u16(), in.string(), in.string(), in.texts());
    }

    static void message(RecordBuilder out, McapMessage message) {
        out.begin(Opcode.MESSAGE).u16(message.channelId()).u32(message.sequence());
        out.u64(message.logTime()).u64(message.publishTime());
        out.bytes(message.data()).end();
    }

    static McapMessage message(RecordFields in) throws IOException {
        return new McapMessage(in.u16(), in.u32(), in.u64(), in.u64(), in.rest());
    }

    static void chunkIndex(RecordBuilder out, ChunkIndex chunk) {
        out.begin(Opcode.CHUNK_INDEX).u64(chunk.start()).u64(chunk.end());
        out.u64(chunk.offset()).u64(chunk.length()).numbers(chunk.messageIndexes());
        out.u64(chunk.messageIndexLength()).string(chunk.compression());
        out.u64(chunk.packedSize()).u64(chunk.size()).end();
    }

    static ChunkIndex chunkIndex(RecordFields in) throws IOException {
        return new ChunkIndex(
                in.u64(), in.u64(), in.u64(), in.u64(), in.numbers(), in.u64(), in.string(), in.u64(), in.u64());
    }
}
