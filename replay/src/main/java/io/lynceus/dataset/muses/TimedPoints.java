package io.lynceus.dataset.muses;

import com.google.protobuf.UnsafeByteOperations;
import io.lynceus.dataset.message.PointCloudMessages;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Points with their times, in the order of the file.
 *
 * @param data float64 [n, 6]: x, y, z in metres, intensity, ring, seconds since the epoch
 */
record TimedPoints(double[] data) {
    static final int COLUMNS = 6;
    private static final int INTENSITY = 3;
    private static final int RING = 4;
    private static final int TIME = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    int count() {
        return data.length / COLUMNS;
    }

    double x(int i) {
        return data[i * COLUMNS];
    }

    double y(int i) {
        return data[i * COLUMNS + 1];
    }

    double z(int i) {
        return data[i * COLUMNS + 2];
    }

    double intensity(int i) {
        return data[i * COLUMNS + INTENSITY];
    }

    double seconds(int i) {
        return data[i * COLUMNS + TIME];
    }

    /** Returns the distance from the sensor, metres. */
    double range(int i) {
        return Math.sqrt(x(i) * x(i) + y(i) * y(i) + z(i) * z(i));
    }

    /**
     * Makes a cloud of float32, with the time of each point.
     *
     * @param centre the time of {@code stamp}, seconds since the epoch
     */
    byte[] cloud(Stamp stamp, String frameId, double centre) {
        ByteBuffer points =
                ByteBuffer.allocate(PointCloudMessages.TIMED_STRIDE * count()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count(); i++) {
            points.putFloat((float) x(i)).putFloat((float) y(i)).putFloat((float) z(i));
            points.putFloat((float) intensity(i));
            points.putInt((int) data[i * COLUMNS + RING]);
            points.putInt((int) Math.round((seconds(i) - centre) * NANOS_PER_SECOND));
        }
        return PointCloudMessages.timed(stamp, frameId, UnsafeByteOperations.unsafeWrap(points.flip()))
                .toByteArray();
    }
}
