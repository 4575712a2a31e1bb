package io.lynceus.raster;

import io.lynceus.raster.message.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A Huffman code of a JPEG. Source: ITU-T T.81, annex C and F.2.2.3. Immutable. */
final class JpegCode {
    private static final int LONGEST = 16;
    private static final int QUICK_BITS = 10;

    /** Indexed by the next ten bits: the symbol in bits 0–7, the length of its code above; 0 if the code is longer. */
    private final short[] quick = new short[1 << QUICK_BITS];

    /** Indexed by length: the largest code, or −1. */
    private final int[] largest = new int[LONGEST + 1];
    /** Indexed by length: the difference between a symbol's index and its code. */
    private final int[] shift = new int[LONGEST + 1];

    private final byte[] symbols;

    /**
     * Reads a code.
     *
     * @param table position of the counts of a code, behind its class and number
     */
    JpegCode(ByteBuffer image, int table, int count) {
        symbols = new byte[count];
        image.get(table + LONGEST, symbols);
        Arrays.fill(largest, -1);
        int code = 0;
        int symbol = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int codes = image.get(table + length - 1) & 0xFF;
            shift[length] = symbol - code;
            for (int i = 0; i < codes; i++, code++, symbol++) {
                largest[length] = code;
                enter(code, length, symbols[symbol]);
            }
            code <<= 1;
        }
    }

    private void enter(int code, int length, byte symbol) {
        int first = code << Math.max(0, QUICK_BITS - length);
        if (length <= QUICK_BITS && first < quick.length) {
            int end = Math.min(quick.length, first + (1 << (QUICK_BITS - length)));
            Arrays.fill(quick, first, end, (short) (length << Byte.SIZE | symbol & 0xFF));
        }
    }

    /** Takes the next symbol. */
    int next(JpegBits bits) throws MalformedException {
        int known = quick[bits.peek(QUICK_BITS)];
        if (known != 0) {
            bits.skip(known >> Byte.SIZE);
            return known & 0xFF;
        }
        int window = bits.peek(LONGEST);
        for (int length = QUICK_BITS + 1; length <= LONGEST; length++) {
            int code = window >> (LONGEST - length);
            int place = code + shift[length];
            if (code <= largest[length] && place >= 0 && place < symbols.length) {
                bits.skip(length);
                return symbols[place] & 0xFF;
            }
        }
        throw new MalformedException("corrupt JPEG data: bad Huffman code");
    }
}
