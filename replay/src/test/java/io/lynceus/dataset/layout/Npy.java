package io.lynceus.dataset.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** NumPy files of version 1, float32 or float64. */
final class Npy {
    private Npy() {}

    interface Value {
        double at(int x, int y);
    }

    static void write(Path file, int width, int height, boolean wide, Value value) {
        String text = "{'descr': '<f" + (wide ? 8 : 4) + "', 'fortran_order': False, 'shape': (" + height + ", " + width
                + "), }";
        String header = text + " ".repeat(63 - (10 + text.length()) % 64) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + width * height * (wide ? 8 : 4))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (wide) {
                    bytes.putDouble(value.at(x, y));
                } else {
                    bytes.putFloat((float) value.at(x, y));
                }
            }
        }
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
