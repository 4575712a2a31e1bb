package io.lynceus.fault.sensor;

import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.PointBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Some of a LiDAR's beams are dead, the same ones in every scan. A point's elevation gives its beam, in steps of 0.4 degrees, about
 * those of a scanner with 64 beams; z points up.
 *
 * @param share of the beams that are lost, 0 to 1
 */
public record BeamLoss(double share) implements ContentFault {
    private static final double STEP = Math.toRadians(0.4);
    private static final int BEAMS = (int) (Math.PI / STEP) + 2;

    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.POINTS);
    }

    @Override
    public PointBuffer onPoints(PointBuffer points, SplittableRandom dice, SplittableRandom sensorDice) {
        boolean[] dead = new boolean[BEAMS];
        for (int beam = 0; beam < BEAMS; beam++) {
            dead[beam] = sensorDice.nextDouble() < share;
        }
        int left = 0;
        for (int i = 0; i < points.count(); i++) {
            double[] p = points.at(i);
            double elevation = StrictMath.atan2(p[2], Math.sqrt(p[0] * p[0] + p[1] * p[1]));
            // A point that is not a number has no elevation, and is kept.
            int beam = (int) Math.floor((elevation + Math.PI / 2) / STEP);
            if (Double.isNaN(elevation) || !dead[beam]) {
                points.copy(i, left++);
            }
        }
        return points.first(left);
    }
}
