package io.lynceus.fault.sensor;

import io.lynceus.dice.Dice;
import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.EventList;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.Pixels;
import io.lynceus.fault.content.PointBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The sensor is noisy.
 *
 * @param amount images: standard deviation of each sample, as a share of full scale; points: of the range, metres; events: false
 *     events for each pixel
 */
public record SensorNoise(double amount) implements ContentFault {
    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE, PayloadKind.POINTS, PayloadKind.EVENTS);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        int salt = dice.nextInt();
        float sigma = (float) amount * image.fullScale();
        float[] samples = image.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = image.level(samples[i] + sigma * Dice.gauss(i, salt));
        }
        return image;
    }

    @Override
    public PointBuffer onPoints(PointBuffer points, SplittableRandom dice, SplittableRandom sensorDice) {
        int salt = dice.nextInt();
        for (int i = 0; i < points.count(); i++) {
            double[] p = points.at(i);
            double range = Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
            if (range > 0 && range < Double.POSITIVE_INFINITY) {
                double longer = Math.max(0, 1 + amount * Dice.gauss(i, salt) / range);
                points.move(i, p[0] * longer, p[1] * longer, p[2] * longer);
            }
        }
        return points;
    }

    /** Adds false events at random times between the first and the last true one. */
    @Override
    public EventList onEvents(EventList events, SplittableRandom dice) {
        int count = (int) Math.min(1 << 22, Math.round(amount * events.width() * events.height()));
        long first = events.count() == 0 ? 0 : events.t()[0] & 0xFFFF_FFFFL;
        long last = events.count() == 0 ? 0 : events.t()[events.count() - 1] & 0xFFFF_FFFFL;
        long[] times = dice.longs(count, first, last + 1).sorted().toArray();
        int n = events.count() + count;
        EventList merged =
                new EventList(events.width(), events.height(), new short[n], new short[n], new int[n], new byte[n]);
        int real = 0;
        int fake = 0;
        for (int i = 0; i < n; i++) {
            if (fake < count && (real == events.count() || times[fake] < (events.t()[real] & 0xFFFF_FFFFL))) {
                merged.x()[i] = (short) dice.nextInt(events.width());
                merged.y()[i] = (short) dice.nextInt(events.height());
                merged.t()[i] = (int) times[fake++];
                merged.polarity()[i] = (byte) dice.nextInt(2);
            } else {
                merged.x()[i] = events.x()[real];
                merged.y()[i] = events.y()[real];
                merged.t()[i] = events.t()[real];
                merged.polarity()[i] = events.polarity()[real++];
            }
        }
        return merged;
    }
}
