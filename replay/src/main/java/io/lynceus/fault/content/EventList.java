package io.lynceus.fault.content;

/**
 * The events of a packet, ascending in time.
 *
 * @param x pixel columns: uint16 [n]
 * @param y pixel rows: uint16 [n]
 * @param t nanoseconds since the packet's time base: uint32 [n]
 * @param polarity 1 brighter, 0 darker: uint8 [n]
 */
public record EventList(int width, int height, short[] x, short[] y, int[] t, byte[] polarity) {
    public int count() {
        return t.length;
    }
}
