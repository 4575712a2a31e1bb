package io.lynceus.mcap.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Appends records to a buffer that grows; little-endian. */
final class RecordBuilder {
    private static final int FIRST_BYTES = 4096;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int lengthAt;

    /** Begins a record; {@link #end} closes it. */
    RecordBuilder begin(int opcode) {
        room(Opcode.HEAD_BYTES).put((byte) opcode);
        lengthAt = buffer.position();
        buffer.putLong(0);
        return this;
    }

    RecordBuilder end() {
        buffer.putLong(lengthAt, buffer.position() - lengthAt - Long.BYTES);
        return this;
    }

    RecordBuilder u8(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    RecordBuilder u16(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    RecordBuilder u32(long value) {
        room(Integer.BYTES).putInt((int) value);
        return this;
    }

    RecordBuilder u64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    RecordBuilder bytes(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    RecordBuilder string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return u32(bytes.length).bytes(bytes);
    }

    RecordBuilder texts(Map<String, String> map) {
        return sized(() -> map.forEach((key, value) -> string(key).string(value)));
    }

    /** Appends a map from channels to numbers. */
    RecordBuilder numbers(Map<Integer, Long> map) {
        return sized(() -> map.forEach((key, value) -> u16(key).u64(value)));
    }

    /** Appends what {@code content} adds, behind its length of 32 bits. */
    RecordBuilder sized(Runnable content) {
        u32(0);
        int start = buffer.position();
        content.run();
        buffer.putInt(start - Integer.BYTES, buffer.position() - start);
        return this;
    }

    int size() {
        return buffer.position();
    }

    byte[] toBytes() {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    void clear() {
        buffer.clear();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int wanted = Math.addExact(buffer.position(), bytes);
            int grown = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(wanted, 2L * buffer.capacity()));
            buffer = ByteBuffer.allocate(grown).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
        }
        return buffer;
    }
}
