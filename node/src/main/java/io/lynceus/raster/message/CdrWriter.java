package io.lynceus.raster.message;

import io.lynceus.wire.Stamp;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the Common Data Representation of ROS 2 messages: plain XCDR 1, little-endian, as {@link CdrReader} reads it.
 *
 * <p>Thread safety: not thread-safe.
 */
public final class CdrWriter {
    private static final byte[] LITTLE_ENDIAN = {0, 1, 0, 0};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins a message. */
    public CdrWriter() {
        out.writeBytes(LITTLE_ENDIAN);
    }

    /** Writes a std_msgs/Header. */
    public CdrWriter header(Stamp stamp, String frame) {
        return putInt((int) stamp.toInstant().getEpochSecond())
                .putInt(stamp.toInstant().getNano())
                .putString(frame);
    }

    /** Writes 8 bits. */
    public CdrWriter putByte(int value) {
        out.write(value);
        return this;
    }

    /** Writes 32 bits, aligned. */
    public CdrWriter putInt(int value) {
        align(Integer.BYTES);
        out.writeBytes(ordered(Integer.BYTES).putInt(value).array());
        return this;
    }

    /** Writes a float64, aligned. */
    public CdrWriter putDouble(double value) {
        align(Double.BYTES);
        out.writeBytes(ordered(Double.BYTES).putDouble(value).array());
        return this;
    }

    /** Writes a text with its length and a NUL. */
    public CdrWriter putString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putInt(bytes.length + 1);
        out.writeBytes(bytes);
        out.write(0);
        return this;
    }

    /** Writes a sequence of bytes with its length. */
    public CdrWriter putBytes(byte[] bytes) {
        putInt(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private void align(int size) {
        while ((out.size() - LITTLE_ENDIAN.length) % size != 0) {
            out.write(0);
        }
    }

    private static ByteBuffer ordered(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
