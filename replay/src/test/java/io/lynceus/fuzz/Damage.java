package io.lynceus.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages valid inputs in the ways that files and networks do, and in those that attackers do. */
final class Damage {
    /** Values at the borders of what lengths and counts may be. */
    private static final long[] BORDERS = {
        0,
        1,
        2,
        127,
        128,
        255,
        256,
        32_767,
        32_768,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2
    };

    private static final String[] WORDS = {
        "null",
        "~",
        "{}",
        "[]",
        "-1",
        "0",
        "1e999",
        "NaN",
        ".inf",
        "\"\"",
        "- ",
        ": ",
        "*a",
        "&a ",
        "!!",
        "\t",
        "\n",
        "0x7fffffff",
        "99999999999999999999",
        "2026-13-45",
        "%",
        "|",
        "<<: ",
        "true",
        "../",
        "\u0000",
        "é",
        "[[[[[[[[",
        "{a: {a: "
    };

    private static final int MOST_STEPS = 6;

    private final Random random;
    private final List<byte[]> pool;

    /** @param pool of inputs, some of which may be spliced into others; may grow meanwhile */
    Damage(Random random, List<byte[]> pool) {
        this.random = random;
        this.pool = pool;
    }

    byte[] next() {
        byte[] input = pool.get(random.nextInt(pool.size()));
        for (int i = 1 + random.nextInt(MOST_STEPS); i > 0; i--) {
            input = step(input);
        }
        return input;
    }

    private byte[] step(byte[] input) {
        if (input.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(input, random.nextInt(input.length));
            case 1 -> splice(input, pool.get(random.nextInt(pool.size())));
            case 2 -> border(input.clone());
            case 3 -> repeated(input);
            case 4 -> cutOut(input);
            case 5 -> inserted(input, WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8));
            case 6 -> byteSet(input.clone());
            default -> bitFlipped(input.clone());
        };
    }

    /** Beginnings hold what the rest is read by, so every other place is near one. */
    private int place(int length) {
        return random.nextBoolean() ? random.nextInt(length) : random.nextInt(Math.min(96, length));
    }

    private byte[] bitFlipped(byte[] input) {
        int at = place(input.length);
        input[at] ^= (byte) (1 << random.nextInt(8));
        return input;
    }

    private byte[] byteSet(byte[] input) {
        input[place(input.length)] = (byte) random.nextInt();
        return input;
    }

    /** Sets a field of 1, 2, 4 or 8 bytes, of either byte order. */
    private byte[] border(byte[] input) {
        int size = 1 << random.nextInt(4);
        int at = place(input.length);
        long value = BORDERS[random.nextInt(BORDERS.length)];
        boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < size && at + i < input.length; i++) {
            input[at + i] = (byte) (value >> 8 * (bigEndian ? size - 1 - i : i));
        }
        return input;
    }

    private byte[] splice(byte[] input, byte[] other) {
        int keep = random.nextInt(input.length + 1);
        int from = random.nextInt(other.length + 1);
        return joined(Arrays.copyOf(input, keep), Arrays.copyOfRange(other, from, other.length));
    }

    private byte[] repeated(byte[] input) {
        int from = random.nextInt(input.length);
        int until = Math.min(input.length, from + 1 + random.nextInt(64));
        byte[] piece = Arrays.copyOfRange(input, from, until);
        return joined(Arrays.copyOf(input, until), piece, Arrays.copyOfRange(input, until, input.length));
    }

    private byte[] cutOut(byte[] input) {
        int from = random.nextInt(input.length);
        int until = Math.min(input.length, from + 1 + random.nextInt(64));
        return joined(Arrays.copyOf(input, from), Arrays.copyOfRange(input, until, input.length));
    }

    private byte[] inserted(byte[] input, byte[] word) {
        int at = random.nextInt(input.length + 1);
        return joined(Arrays.copyOf(input, at), word, Arrays.copyOfRange(input, at, input.length));
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
