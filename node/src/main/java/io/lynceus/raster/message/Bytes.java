package io.lynceus.raster.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Views of byte arrays. */
public final class Bytes {
    private static final int PART_BYTES = 8192;

    private Bytes() {}

    /** Returns a little-endian view of part of an array, from position 0. */
    static ByteBuffer slice(byte[] array, int offset, int length) {
        return ByteBuffer.wrap(array, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Returns a 64-bit hash of the bytes: CRC-32C and CRC-32 side by side, both computed by instructions of the processor.
     * Different bytes have equal hashes only by a rare chance, or on purpose.
     */
    public static long hash(ByteBuffer bytes) {
        CRC32C high = new CRC32C();
        CRC32 low = new CRC32();
        ByteBuffer left = bytes.duplicate();
        byte[] part = new byte[Math.min(PART_BYTES, left.remaining())];
        while (left.hasRemaining()) { // both CRCs would copy a read-only buffer
            int length = Math.min(part.length, left.remaining());
            left.get(part, 0, length);
            high.update(part, 0, length);
            low.update(part, 0, length);
        }
        return (high.getValue() << Integer.SIZE) | low.getValue();
    }
}
