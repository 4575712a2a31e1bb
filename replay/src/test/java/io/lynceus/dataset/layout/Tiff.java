package io.lynceus.dataset.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes plain TIFF files: little-endian, one strip, no compression. */
final class Tiff {
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int HEADER = 8;

    private Tiff() {}

    /** Writes 8-bit RGB: [height, width, 3]. */
    static void rgb(Path file, int width, int height, byte[] pixels) {
        write(file, width, height, 3, 8, 1, ByteBuffer.wrap(pixels));
    }

    /** Writes one band of float32. */
    static void floats(Path file, int width, int height, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        write(file, width, height, 1, 32, 3, bytes);
    }

    /** @param format 1 for unsigned integers, 3 for floating point */
    private static void write(Path file, int width, int height, int bands, int bits, int format, ByteBuffer data) {
        int[][] entries = {
            {256, LONG, 1, width},
            {257, LONG, 1, height},
            {258, SHORT, bands, bits}, // its place is corrected below where it holds more than one number
            {259, SHORT, 1, 1},
            {262, SHORT, 1, bands == 3 ? 2 : 1},
            {273, LONG, 1, 0},
            {277, SHORT, 1, bands},
            {278, LONG, 1, height},
            {279, LONG, 1, data.remaining()},
            {284, SHORT, 1, 1},
            {339, SHORT, bands, format},
        };
        int directory = 2 + entries.length * 12 + 4;
        int lists = HEADER + directory;
        int pixels = lists + 2 * 3 * Short.BYTES;
        ByteBuffer out = ByteBuffer.allocate(pixels + data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEADER);
        out.putShort((short) entries.length);
        int list = lists;
        for (int[] entry : entries) {
            out.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
            if (entry[2] > 1) {
                out.putInt(list);
                for (int i = 0; i < entry[2]; i++) {
                    out.putShort(list + i * Short.BYTES, (short) entry[3]);
                }
                list += 3 * Short.BYTES;
            } else if (entry[0] == 273) {
                out.putInt(pixels);
            } else {
                out.putInt(entry[3]);
            }
        }
        out.putInt(0);
        out.position(pixels);
        out.put(data);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, out.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
