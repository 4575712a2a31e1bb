package io.lynceus.raster;

import java.nio.ByteBuffer;

/** Reads the bits of a JPEG's scan up to the next marker; after it, it returns zeros, and {@link #isOver} is true. One thread. */
final class JpegBits {
    private final ByteBuffer image;
    private int at;
    private long window;
    private int held;
    /** How many of the buffered bits are zeros in place of missing data. */
    private int missing;

    JpegBits(ByteBuffer image, int at) {
        this.image = image;
        this.at = at;
    }

    private void fill() {
        while (held <= Long.SIZE - Byte.SIZE - 1) {
            int next = at < image.limit() ? image.get(at) & 0xFF : 0xFF;
            if (next != 0xFF) {
                at++;
            } else if (at + 1 < image.limit() && image.get(at + 1) == 0) { // a stuffed byte
                at += 2;
            } else {
                missing += Byte.SIZE;
                next = 0;
            }
            window = (window << Byte.SIZE) | next;
            held += Byte.SIZE;
        }
    }

    /** Returns the next bits without taking them, 16 at most. */
    int peek(int bits) {
        if (held < bits) {
            fill();
        }
        return (int) (window >>> (held - bits)) & ((1 << bits) - 1);
    }

    void skip(int bits) {
        held -= bits;
    }

    /** Skips the bits of a number. */
    void skipValue(int bits) {
        if (held < bits) {
            fill();
        }
        held -= bits;
    }

    int take(int bits) {
        int value = peek(bits);
        held -= bits;
        return value;
    }

    /** Returns true if more bits were taken than the data has. */
    boolean isOver() {
        return held < missing;
    }

    /** Skips the rest of the byte and returns the number of whole bytes before the next marker. */
    int extraneous() {
        int whole = Math.max(0, held - missing) / Byte.SIZE;
        held = 0;
        missing = 0;
        while (!isMarker(at)) {
            at += at + 1 < image.limit() && image.get(at) == (byte) 0xFF ? 2 : 1;
            whole++;
        }
        return whole;
    }

    /** Returns the position of the marker at which the data end; call {@link #extraneous} before. */
    int marker() {
        while (at + 1 < image.limit() && image.get(at + 1) == (byte) 0xFF) { // fill bytes
            at++;
        }
        return at;
    }

    /** Continues after a marker. */
    void pass(int marker) {
        at = marker + 2;
    }

    private boolean isMarker(int position) {
        return position + 1 >= image.limit() || (image.get(position) == (byte) 0xFF && image.get(position + 1) != 0);
    }
}
