package io.lynceus.raster;

import java.nio.ByteBuffer;

/**
 * Prophesee EVT 2.0: 32-bit words.
 *
 * <pre>
 *   31–28 type   0 CD_OFF, 1 CD_ON: 27–22 time low (µs), 21–11 x, 10–0 y
 *                8 EVT_TIME_HIGH: 27–0 time high (64 µs);  all others are skipped
 * </pre>
 *
 * Source: Prophesee documentation, EVT 2.0 format. Events before the first EVT_TIME_HIGH have no time and are skipped.
 */
record Evt2Events(ByteBuffer words) implements EventSource {
    private static final int CD_OFF = 0x0;
    private static final int CD_ON = 0x1;
    private static final int TIME_HIGH = 0x8;
    private static final int TIME_LOW_BITS = 6;
    private static final int TIME_HIGH_BITS = 28;

    static Evt2Events of(ByteBuffer words) throws MalformedException {
        if (words.remaining() % Integer.BYTES != 0) {
            throw new MalformedException("EVT2 data of " + words.remaining() + " bytes: a multiple of 4 is needed");
        }
        return new Evt2Events(words);
    }

    @Override
    public void forEach(Sink sink) {
        WrappingTime time = new WrappingTime(TIME_HIGH_BITS);
        for (int at = 0; at < words.limit(); at += Integer.BYTES) {
            int word = words.getInt(at);
            int type = word >>> 28;
            if (type == TIME_HIGH) {
                time.set(word & 0x0FFF_FFFF);
            } else if ((type == CD_OFF || type == CD_ON) && time.known()) {
                long micros = (time.high() << TIME_LOW_BITS) | ((word >>> 22) & 0x3F);
                sink.accept(micros * 1_000, (word >>> 11) & 0x7FF, word & 0x7FF, type == CD_ON);
            }
        }
    }
}
