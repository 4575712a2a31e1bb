package io.lynceus.raster.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the Common Data Representation of ROS 2 messages, plain XCDR 1 or 2 of either byte order. Source: <a
 * href="https://www.omg.org/spec/DDS-XTypes/1.3">OMG DDS-XTypes 1.3</a>, §7.4 (encoding) and §7.6.3.1.2 (representation ids).
 *
 * <pre>
 *   byte 0      byte 1                                   bytes 2–3   from byte 4
 *   0           0, 6 big-endian; 1, 7 little-endian      options     values, each aligned to its size (XCDR 2: 4 at most)
 * </pre>
 */
final class CdrReader {
    /** Bytes of the encapsulation header: a representation id of 16 bits and options of 16 bits. */
    private static final int HEADER = 4;

    private static final int MAX_STRING = 1024;

    private final ByteBuffer body;
    private final int maxAlignment;

    CdrReader(byte[] value) throws MalformedException {
        if (value.length < HEADER) {
            throw new MalformedException("CDR of " + value.length + " bytes: the header alone takes 4", 0);
        }
        int kind = ((value[0] & 0xFF) << 8) | (value[1] & 0xFF);
        this.body = Bytes.slice(value, HEADER, value.length - HEADER);
        this.maxAlignment = kind >= 6 ? 4 : 8;
        switch (kind) {
            case 0, 6 -> body.order(ByteOrder.BIG_ENDIAN);
            case 1, 7 -> body.order(ByteOrder.LITTLE_ENDIAN);
            default ->
                throw new MalformedException(
                        "CDR representation " + kind + ": plain CDR is 0 or 1, plain CDR 2 is 6 or 7", 0);
        }
    }

    int position() {
        return HEADER + body.position();
    }

    int readInt() throws MalformedException {
        align(4);
        return body.getInt();
    }

    long readUnsignedInt() throws MalformedException {
        return Integer.toUnsignedLong(readInt());
    }

    long readLong() throws MalformedException {
        align(8);
        return body.getLong();
    }

    int readUnsignedByte() throws MalformedException {
        align(1);
        return body.get() & 0xFF;
    }

    String readString() throws MalformedException {
        long length = readUnsignedInt(); // the count includes the NUL at the end
        if (length > MAX_STRING) {
            throw new MalformedException(
                    "string of " + length + " bytes: at most " + MAX_STRING + " are allowed", position());
        }
        ByteBuffer bytes = take(length);
        int characters = length > 0 && bytes.get((int) length - 1) == 0 ? (int) length - 1 : (int) length;
        return StandardCharsets.UTF_8.decode(bytes.limit(characters)).toString();
    }

    /** Reads a sequence of bytes as a little-endian view. */
    ByteBuffer readBytes() throws MalformedException {
        return take(readUnsignedInt());
    }

    /**
     * Returns true if a string of printable characters is next. This distinguishes {@code CompressedImage}, which has its format
     * here, from {@code Image}, which has its height and width: a width has a zero byte, which no string has before its end.
     */
    boolean stringFollows() throws MalformedException {
        int start = body.position();
        try {
            return readString().chars().allMatch(c -> c >= ' ' && c < 0x7F);
        } catch (MalformedException e) {
            return false;
        } finally {
            body.position(start);
        }
    }

    private ByteBuffer take(long length) throws MalformedException {
        if (length > body.remaining()) {
            throw new MalformedException(
                    length + " bytes are stated, " + body.remaining() + " are left: truncated", position());
        }
        ByteBuffer bytes = body.slice(body.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        body.position(body.position() + (int) length);
        return bytes;
    }

    private void align(int size) throws MalformedException {
        int alignment = Math.min(size, maxAlignment);
        int padding = -body.position() & (alignment - 1);
        if (padding + size > body.remaining()) {
            throw new MalformedException(
                    "a value of " + size + " bytes is expected, " + body.remaining() + " bytes are left: truncated",
                    position());
        }
        body.position(body.position() + padding);
    }
}
