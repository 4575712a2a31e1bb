package io.lynceus.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Views of byte arrays. */
final class Bytes {
    private Bytes() {}

    /** A little-endian view of part of an array, from position 0. */
    static ByteBuffer slice(byte[] array, int offset, int length) {
        return ByteBuffer.wrap(array, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A 64-bit hash of the bytes: CRC-32C and CRC-32 side by side, both computed by instructions of the processor. Equal
     * bytes have equal hashes; it resists chance, not intent.
     */
    static long hash(ByteBuffer bytes) {
        CRC32C high = new CRC32C();
        CRC32 low = new CRC32();
        high.update(bytes.duplicate());
        low.update(bytes.duplicate());
        return (high.getValue() << Integer.SIZE) | low.getValue();
    }
}
