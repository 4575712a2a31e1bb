package io.lynceus.mcap.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Reads the fields of a record; every length is checked against the rest of the record before memory is allocated. One thread. */
final class RecordFields {
    private final ByteBuffer content;
    private final Path file;
    private final long offset;

    /**
     * Begins at the first field.
     *
     * @param offset of the record in the file, or of the chunk that it was packed in
     */
    RecordFields(ByteBuffer content, Path file, long offset) {
        this.content = content.order(ByteOrder.LITTLE_ENDIAN);
        this.file = file;
        this.offset = offset;
    }

    int u8() throws McapException {
        return need(Byte.BYTES).get() & 0xFF;
    }

    int u16() throws McapException {
        return need(Short.BYTES).getShort() & 0xFFFF;
    }

    long u32() throws McapException {
        return Integer.toUnsignedLong(need(Integer.BYTES).getInt());
    }

    /** Reads a length or a time; refuses 2^63 or more. */
    long u64() throws McapException {
        long value = need(Long.BYTES).getLong();
        if (value < 0) {
            throw malformed("a number of 64 bits is " + Long.toUnsignedString(value) + ", allowed are less than 2^63");
        }
        return value;
    }

    String string() throws McapException {
        return new String(sizedBytes(), StandardCharsets.UTF_8);
    }

    /** Reads bytes behind their length of 32 bits. */
    byte[] sizedBytes() throws McapException {
        return bytes(u32());
    }

    byte[] bytes(long length) throws McapException {
        byte[] bytes = new byte[(int) stated(length)];
        content.get(bytes);
        return bytes;
    }

    byte[] rest() {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    Map<String, String> texts() throws McapException {
        Map<String, String> map = new LinkedHashMap<>();
        int end = end();
        while (content.position() < end) {
            map.put(string(), string());
        }
        return map;
    }

    /** Reads a map from channels to numbers. */
    Map<Integer, Long> numbers() throws McapException {
        Map<Integer, Long> map = new TreeMap<>();
        int end = end();
        while (content.position() < end) {
            map.put(u16(), u64());
        }
        return map;
    }

    boolean hasMore() {
        return content.hasRemaining();
    }

    /** Returns the position of the next field in the content. */
    int position() {
        return content.position();
    }

    void skip(long length) throws McapException {
        content.position(content.position() + (int) stated(length));
    }

    /** Returns a reader of the next {@code length} bytes alone. */
    RecordFields slice(long length) throws McapException {
        ByteBuffer slice = content.slice(content.position(), (int) stated(length));
        skip(length);
        return new RecordFields(slice, file, offset);
    }

    McapException malformed(String what) {
        return new McapException(file, offset, what);
    }

    private int end() throws McapException {
        return (int) stated(u32()) + content.position();
    }

    private long stated(long length) throws McapException {
        if (length > content.remaining()) {
            throw malformed("a field states " + length + " bytes, its record has " + content.remaining() + " left");
        }
        return length;
    }

    private ByteBuffer need(int bytes) throws McapException {
        stated(bytes);
        return content;
    }
}
