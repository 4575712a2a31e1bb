package io.lynceus.dataset.muses;

import io.lynceus.proto.foxglove.LocationFix;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A line of MUSES's GNSS receiver: 28 whole numbers in u-blox units.
 *
 * @param longitude degrees
 * @param latitude degrees
 * @param height above the ellipsoid, metres
 * @param rates of roll, pitch and yaw, degrees a second [3]
 * @param speed over ground, metres a second
 */
record MusesGnss(double longitude, double latitude, double height, double[] rates, double speed) {
    private static final int NUMBERS = 28;
    private static final int LONGITUDE = 3;
    private static final int LATITUDE = 4;
    private static final int HEIGHT = 5;
    private static final int ROLL_RATE = 17;
    private static final int SPEED = 23;

    static MusesGnss read(Path file) throws IOException {
        String[] words = Files.readString(file).trim().split("\\s+");
        if (words.length != NUMBERS) {
            throw new IOException(file + " has " + words.length + " numbers; a line of the receiver has " + NUMBERS);
        }
        try {
            double[] rates = new double[3];
            for (int i = 0; i < 3; i++) {
                rates[i] = Long.parseLong(words[ROLL_RATE + i]) * 1e-5;
            }
            return new MusesGnss(
                    Long.parseLong(words[LONGITUDE]) * 1e-7,
                    Long.parseLong(words[LATITUDE]) * 1e-7,
                    Long.parseLong(words[HEIGHT]) / 1000.0,
                    rates,
                    Long.parseLong(words[SPEED]) / 1000.0);
        } catch (NumberFormatException e) {
            throw new IOException(file + " must hold whole numbers only: " + e.getMessage(), e);
        }
    }

    byte[] message(Stamp stamp, String frameId) {
        return LocationFix.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(frameId)
                .setLatitude(latitude)
                .setLongitude(longitude)
                .setAltitude(height)
                .build()
                .toByteArray();
    }

    /**
     * Returns the points as if all had been measured at one time, as the SDK computes them: in the GNSS frame (forward, right,
     * down) moved along x by the speed, then turned by Rz Ry Rx.
     *
     * @param sensorToGnss p_gnss = T p_sensor, row-major [4, 4]
     * @param seconds that time, since the epoch
     */
    TimedPoints compensate(TimedPoints points, double[] sensorToGnss, double seconds) {
        double[] back = inverse(sensorToGnss);
        double[] data = points.data().clone();
        for (int i = 0; i < points.count(); i++) {
            double elapsed = points.seconds(i) - seconds;
            double[] p = times(sensorToGnss, points.x(i), points.y(i), points.z(i));
            double[] turned = turned(p[0] + speed * elapsed, p[1], p[2], elapsed);
            System.arraycopy(times(back, turned[0], turned[1], turned[2]), 0, data, i * TimedPoints.COLUMNS, 3);
        }
        return new TimedPoints(data);
    }

    private double[] turned(double x, double y, double z, double elapsed) {
        double roll = Math.toRadians(rates[0] * elapsed);
        double pitch = Math.toRadians(rates[1] * elapsed);
        double yaw = Math.toRadians(rates[2] * elapsed);
        double sr = StrictMath.sin(roll);
        double cr = StrictMath.cos(roll);
        double sp = StrictMath.sin(pitch);
        double cp = StrictMath.cos(pitch);
        double sy = StrictMath.sin(yaw);
        double cy = StrictMath.cos(yaw);
        return new double[] {
            cy * cp * x + (cy * sp * sr - sy * cr) * y + (cy * sp * cr + sy * sr) * z,
            sy * cp * x + (sy * sp * sr + cy * cr) * y + (sy * sp * cr - cy * sr) * z,
            -sp * x + cp * sr * y + cp * cr * z
        };
    }

    private static double[] times(double[] t, double x, double y, double z) {
        return new double[] {
            t[0] * x + t[1] * y + t[2] * z + t[3],
            t[4] * x + t[5] * y + t[6] * z + t[7],
            t[8] * x + t[9] * y + t[10] * z + t[11]
        };
    }

    /** Returns the inverse of a rotation with a translation. */
    private static double[] inverse(double[] t) {
        return new double[] {
            t[0],
            t[4],
            t[8],
            -(t[0] * t[3] + t[4] * t[7] + t[8] * t[11]),
            t[1],
            t[5],
            t[9],
            -(t[1] * t[3] + t[5] * t[7] + t[9] * t[11]),
            t[2],
            t[6],
            t[10],
            -(t[2] * t[3] + t[6] * t[7] + t[10] * t[11]),
            0,
            0,
            0,
            1
        };
    }
}
