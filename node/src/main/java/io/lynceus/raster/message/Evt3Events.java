package io.lynceus.raster.message;

import java.nio.ByteBuffer;

/**
 * Prophesee EVT 3.0: 16-bit words that keep state.
 *
 * <pre>
 *   15–12 type   0 ADDR_Y: 10–0 y                      2 ADDR_X: 11 polarity, 10–0 x; one event
 *                3 VECT_BASE_X: 11 polarity, 10–0 x    4 VECT_12: 11–0 mask, base += 12    5 VECT_8: 7–0 mask, base += 8
 *                6 TIME_LOW: 11–0 (µs)                 8 TIME_HIGH: 11–0 (4096 µs);  all others are skipped
 * </pre>
 *
 * Source: <a href="https://docs.prophesee.ai/stable/data/encoding_formats/evt3.html">Prophesee, EVT 3.0 format</a>. Each packet is
 * read independently: events before its first TIME_HIGH and ADDR_Y are skipped. A camera sends many of these words each
 * millisecond.
 */
public record Evt3Events(ByteBuffer words) implements EventSource {
    private static final int TIME_BITS = 12;

    public static Evt3Events of(ByteBuffer words) throws MalformedException {
        if (words.remaining() % Short.BYTES != 0) {
            throw new MalformedException("EVT3 data of " + words.remaining() + " bytes: a multiple of 2 is needed");
        }
        Evt3Events events = new Evt3Events(words);
        events.requireTimesAndRows();
        return events;
    }

    /** Refuses a packet whose events have no time or no row, because they would be lost silently. */
    private void requireTimesAndRows() throws MalformedException {
        boolean timed = false;
        boolean placed = false;
        int lost = 0;
        for (int at = 0; at < words.limit(); at += Short.BYTES) {
            int type = (words.getShort(at) & 0xFFFF) >>> 12;
            timed |= type == 0x8;
            placed |= type == 0x0;
            boolean isEvent = type == 0x2 || type == 0x4 || type == 0x5;
            if (isEvent && timed && placed) {
                return;
            }
            lost += isEvent ? 1 : 0;
        }
        if (lost > 0) {
            throw new MalformedException("EVT3 packet of " + lost + " event words without "
                    + (timed
                            ? "ADDR_Y before them, so that no event has a row"
                            : "TIME_HIGH before them, so that no event has a time")
                    + "; publish packets that begin with TIME_HIGH and ADDR_Y");
        }
    }

    @Override
    public void forEach(EventSink sink) {
        Evt3Decoder decoder = new Evt3Decoder(sink);
        for (int at = 0; at < words.limit(); at += Short.BYTES) {
            decoder.accept(words.getShort(at) & 0xFFFF);
        }
    }

    /** The state between words. */
    private static final class Evt3Decoder {
        private final EventSink sink;
        private final WrappingTime time = new WrappingTime(TIME_BITS);
        private int timeLow;
        private int y = -1;
        private int baseX;
        private boolean basePolarity;

        Evt3Decoder(EventSink sink) {
            this.sink = sink;
        }

        void accept(int word) {
            int value = word & 0x7FF; // bits 10–0: x or y
            boolean polarity = (word & 0x800) != 0; // bit 11
            switch (word >>> 12) { // bits 15–12: type
                case 0x0 -> y = value; // ADDR_Y
                case 0x2 -> emit(value, polarity); // ADDR_X
                case 0x3 -> { // VECT_BASE_X
                    baseX = value;
                    basePolarity = polarity;
                }
                case 0x4 -> vector(word & 0xFFF, 12); // VECT_12: bits 11–0 are a mask
                case 0x5 -> vector(word & 0xFF, 8); // VECT_8: bits 7–0 are a mask
                case 0x6 -> timeLow = word & 0xFFF; // TIME_LOW: bits 11–0, microseconds
                case 0x8 -> { // TIME_HIGH: bits 11–0, 4096 microseconds
                    if (time.set(word & 0xFFF)) {
                        timeLow = 0; // until its own word is read
                    }
                }
                default -> {
                    // triggers and vendor words carry no events
                }
            }
        }

        private void vector(int mask, int width) {
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                emit(baseX + Integer.numberOfTrailingZeros(rest), basePolarity);
            }
            baseX += width;
        }

        private void emit(int x, boolean polarity) {
            if (time.known() && y >= 0) {
                long micros = (time.high() << TIME_BITS) | timeLow;
                sink.accept(micros * 1_000, x, y, polarity);
            }
        }
    }
}
