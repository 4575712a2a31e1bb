package io.lynceus.fault.sensor;

import io.lynceus.dice.Dice;
import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.Pixels;
import io.lynceus.fault.content.PointBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The LiDAR shakes in its mount: each scan is turned about its three axes by angles of its own. DELIVER's LiDAR jitter; how strong
 * it is there is not published. An image of points, such as DELIVER's, is turned and shifted as a camera with a horizontal view of
 * 90 degrees would see it; pixels from outside are 0.
 *
 * @param sigma standard deviation of each angle, radians
 */
public record LidarJitter(double sigma) implements ContentFault {
    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE, PayloadKind.POINTS);
    }

    private double angle(SplittableRandom dice) {
        return sigma * Dice.gauss(dice.nextInt(), dice.nextInt());
    }

    @Override
    public PointBuffer onPoints(PointBuffer points, SplittableRandom dice, SplittableRandom sensorDice) {
        double[] r = rotation(angle(dice), angle(dice), angle(dice));
        for (int i = 0; i < points.count(); i++) {
            double[] p = points.at(i);
            points.move(
                    i,
                    r[0] * p[0] + r[1] * p[1] + r[2] * p[2],
                    r[3] * p[0] + r[4] * p[1] + r[5] * p[2],
                    r[6] * p[0] + r[7] * p[1] + r[8] * p[2]);
        }
        return points;
    }

    /** Returns Rz(yaw) Ry(pitch) Rx(roll), row-major [3, 3]. */
    private static double[] rotation(double roll, double pitch, double yaw) {
        double sr = StrictMath.sin(roll);
        double cr = StrictMath.cos(roll);
        double sp = StrictMath.sin(pitch);
        double cp = StrictMath.cos(pitch);
        double sy = StrictMath.sin(yaw);
        double cy = StrictMath.cos(yaw);
        return new double[] {
            cy * cp,
            cy * sp * sr - sy * cr,
            cy * sp * cr + sy * sr,
            sy * cp,
            sy * sp * sr + cy * cr,
            sy * sp * cr - cy * sr,
            -sp,
            cp * sr,
            cp * cr
        };
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        double roll = angle(dice);
        double focal = image.width() / 2.0;
        double down = focal * StrictMath.tan(angle(dice));
        double right = focal * StrictMath.tan(angle(dice));
        double cos = StrictMath.cos(roll);
        double sin = StrictMath.sin(roll);
        double centreX = (image.width() - 1) / 2.0;
        double centreY = (image.height() - 1) / 2.0;
        int channels = image.channels();
        float[] turned = new float[image.samples().length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                double u = x - centreX - right;
                double v = y - centreY - down;
                long fromX = Math.round(cos * u + sin * v + centreX);
                long fromY = Math.round(cos * v - sin * u + centreY);
                if (fromX >= 0 && fromX < image.width() && fromY >= 0 && fromY < image.height()) {
                    int from = (int) (fromY * image.width() + fromX) * channels;
                    System.arraycopy(image.samples(), from, turned, (y * image.width() + x) * channels, channels);
                }
            }
        }
        return image.with(image.width(), image.height(), turned);
    }
}
