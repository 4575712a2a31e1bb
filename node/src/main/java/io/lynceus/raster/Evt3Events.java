package io.lynceus.raster;

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
 * Source: Prophesee documentation, EVT 3.0 format. A packet is read by itself: events before its first TIME_HIGH and ADDR_Y
 * are skipped, of which a camera sends many each millisecond.
 */
record Evt3Events(ByteBuffer words) implements EventSource {
    private static final int TIME_BITS = 12;

    static Evt3Events of(ByteBuffer words) throws MalformedException {
        if (words.remaining() % Short.BYTES != 0) {
            throw new MalformedException("EVT3 data of " + words.remaining() + " bytes: a multiple of 2 is needed");
        }
        return new Evt3Events(words);
    }

    @Override
    public void forEach(Sink sink) {
        Decoder decoder = new Decoder(sink);
        for (int at = 0; at < words.limit(); at += Short.BYTES) {
            decoder.accept(words.getShort(at) & 0xFFFF);
        }
    }

    /** The state between words. */
    private static final class Decoder {
        private final Sink sink;
        private final WrappingTime time = new WrappingTime(TIME_BITS);
        private int timeLow;
        private int y = -1;
        private int baseX;
        private boolean basePolarity;

        Decoder(Sink sink) {
            this.sink = sink;
        }

        void accept(int word) {
            int value = word & 0x7FF;
            boolean polarity = (word & 0x800) != 0;
            switch (word >>> 12) {
                case 0x0 -> y = value;
                case 0x2 -> emit(value, polarity);
                case 0x3 -> {
                    baseX = value;
                    basePolarity = polarity;
                }
                case 0x4 -> vector(word & 0xFFF, 12);
                case 0x5 -> vector(word & 0xFF, 8);
                case 0x6 -> timeLow = word & 0xFFF;
                case 0x8 -> {
                    if (time.set(word & 0xFFF)) {
                        timeLow = 0; // until its own word comes
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
