package io.lynceus.dataset.muses;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** LiDAR scans of MUSES: little-endian float64, six for each point. KITTI's format, float32 x 4, is different. */
final class MusesLidar {
    private static final int BYTES = 8 * TimedPoints.COLUMNS;

    private MusesLidar() {}

    static TimedPoints read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        requireWhole(bytes.length, file);
        double[] data = new double[bytes.length / 8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(data);
        return new TimedPoints(data);
    }

    /**
     * Returns the middle between the times of the first and the last point, seconds since the epoch; empty if there is no point. It
     * reads two points.
     */
    static OptionalDouble time(Path file) throws IOException {
        try (SeekableByteChannel channel = FileChannel.open(file)) {
            requireWhole(channel.size(), file);
            return channel.size() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((time(channel, 0) + time(channel, channel.size() - BYTES)) / 2);
        }
    }

    private static double time(SeekableByteChannel channel, long at) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(at + BYTES - 8);
        while (number.hasRemaining() && channel.read(number) >= 0) {
            // a read may return less than was asked for
        }
        return number.getDouble(0);
    }

    private static void requireWhole(long size, Path file) throws IOException {
        if (size % BYTES != 0) {
            throw new IOException(file + " has " + size + " bytes; a scan has a multiple of " + BYTES
                    + ", six float64 for each point; copy it again");
        }
    }
}
