package io.lynceus.raster.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reverses the byte order of numbers. */
public final class ByteOrders {
    private ByteOrders() {}

    /** Returns the same numbers in little-endian order: the buffer itself if it has that order, else a copy. */
    public static ByteBuffer littleEndian(ByteBuffer data, int bytesPerNumber) {
        if (data.order() == ByteOrder.LITTLE_ENDIAN || bytesPerNumber == 1) {
            return data;
        }
        byte[] turned = new byte[data.remaining()];
        data.duplicate().get(turned);
        for (int start = 0; start + bytesPerNumber <= turned.length; start += bytesPerNumber) {
            for (int i = start, j = start + bytesPerNumber - 1; i < j; i++, j--) {
                byte swapped = turned[i];
                turned[i] = turned[j];
                turned[j] = swapped;
            }
        }
        return ByteBuffer.wrap(turned).order(ByteOrder.LITTLE_ENDIAN);
    }
}
