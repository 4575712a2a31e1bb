package io.lynceus.raster.message;

import java.nio.ByteBuffer;

/**
 * Prophesee EVT 2.0: 32-bit words.
 *
 * <pre>
 *   31–28 type   0 CD_OFF, 1 CD_ON: 27–22 time low (µs), 21–11 x, 10–0 y
 *                8 EVT_TIME_HIGH: 27–0 time high (64 µs);  all others are skipped
 * </pre>
 *
 * Source: <a href="https://docs.prophesee.ai/stable/data/encoding_formats/evt2.html">Prophesee, EVT 2.0 format</a>. Events before
 * the first EVT_TIME_HIGH have no time and are skipped.
 */
record Evt2Events(ByteBuffer words) implements EventSource {
    /** Bits 31–28: the pixel became darker. */
    private static final int CD_OFF = 0x0;
    /** Bits 31–28: the pixel became brighter. */
    private static final int CD_ON = 0x1;
    /** Bits 31–28: bits 27–0 hold the upper part of the time. */
    private static final int TIME_HIGH = 0x8;
    /** Bits 27–22 of an event: the lower part of the time, microseconds. */
    private static final int TIME_LOW_BITS = 6;
    /** Bits 27–0 of a TIME_HIGH word, in units of 64 microseconds. */
    private static final int TIME_HIGH_BITS = 28;

    static Evt2Events of(ByteBuffer words) throws MalformedException {
        if (words.remaining() % Integer.BYTES != 0) {
            throw new MalformedException("EVT2 data of " + words.remaining() + " bytes: a multiple of 4 is needed");
        }
        Evt2Events events = new Evt2Events(words);
        events.requireTimes();
        return events;
    }

    /** Refuses a packet whose events have no time, because they would be lost silently. */
    private void requireTimes() throws MalformedException {
        int untimed = 0;
        for (int at = 0; at < words.limit(); at += Integer.BYTES) {
            int type = words.getInt(at) >>> 28;
            if (type == TIME_HIGH) {
                return;
            }
            untimed += type == CD_OFF || type == CD_ON ? 1 : 0;
        }
        if (untimed > 0) {
            throw new MalformedException("EVT2 packet of " + untimed + " events without EVT_TIME_HIGH, so that no event"
                    + " has a time; publish packets that begin with that word");
        }
    }

    @Override
    public void forEach(EventSink sink) {
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
