package io.lynceus.dataset.kitti;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Width and height of a PNG file, read from its header alone. */
record PngSize(int width, int height) {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int IHDR = 0x49484452;

    static PngSize of(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            boolean png = in.readLong() == SIGNATURE;
            in.readInt();
            if (png && in.readInt() == IHDR) {
                return new PngSize(in.readInt(), in.readInt());
            }
            throw new IOException(file + " is not a PNG image; the image folder must hold PNG files only");
        } catch (EOFException e) {
            throw new IOException(file + " ends in the middle of its PNG header; copy it again", e);
        }
    }
}
