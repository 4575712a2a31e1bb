package io.lynceus.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.fault.content.EventList;
import io.lynceus.fault.content.Pixels;
import io.lynceus.fault.content.PointBuffer;
import io.lynceus.fault.sensor.BeamLoss;
import io.lynceus.fault.sensor.ExposureShift;
import io.lynceus.fault.sensor.LidarJitter;
import io.lynceus.fault.sensor.LowResolution;
import io.lynceus.fault.sensor.MotionBlur;
import io.lynceus.fault.sensor.SensorNoise;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What faults do to images, points and events. */
class ContentFaultTest {
    private static Pixels image(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[width * height * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(256);
        }
        return new Pixels(width, height, 3, 255, samples);
    }

    private static PointBuffer points(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer data = ByteBuffer.allocate(16 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putFloat((float) (1 + 40 * random.nextDouble()));
            data.putFloat((float) (20 * random.nextDouble() - 10));
            data.putFloat((float) (6 * random.nextDouble() - 2));
            data.putFloat(i);
        }
        return new PointBuffer(
                data.flip(),
                16,
                new PointBuffer.Field(0, false),
                new PointBuffer.Field(4, false),
                new PointBuffer.Field(8, false));
    }

    private static double range(PointBuffer points, int i) {
        double[] p = points.at(i);
        return Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
    }

    private static EventList events(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EventList events = new EventList(64, 48, new short[count], new short[count], new int[count], new byte[count]);
        for (int i = 0; i < count; i++) {
            events.x()[i] = (short) random.nextInt(64);
            events.y()[i] = (short) random.nextInt(48);
            events.t()[i] = 1000 * i;
            events.polarity()[i] = (byte) random.nextInt(2);
        }
        return events;
    }

    @Property(tries = 30)
    void aShakenScanIsTheSameScanTurned(@ForAll long seed, @ForAll @DoubleRange(max = 0.5) double sigma) {
        PointBuffer before = points(50, seed);
        PointBuffer after =
                new LidarJitter(sigma).onPoints(points(50, seed), new SplittableRandom(seed), new SplittableRandom(1));
        assertThat(after.count()).isEqualTo(50);
        for (int i = 0; i < 50; i++) {
            assertThat(range(after, i)).isCloseTo(range(before, i), within(1e-4));
            assertThat(after.data().getFloat(16 * i + 12)).as("intensity").isEqualTo(i);
            double[] a = before.at(i);
            double[] b = before.at((i + 1) % 50);
            double[] c = after.at(i);
            double[] d = after.at((i + 1) % 50);
            assertThat(Math.hypot(Math.hypot(c[0] - d[0], c[1] - d[1]), c[2] - d[2]))
                    .isCloseTo(Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]), within(1e-4));
        }
    }

    @Property(tries = 30)
    void aDeadBeamIsDeadInEveryScan(@ForAll long sensor, @ForAll @DoubleRange(max = 1) double share) {
        BeamLoss loss = new BeamLoss(share);
        PointBuffer once = loss.onPoints(points(400, 1), new SplittableRandom(1), new SplittableRandom(sensor));
        PointBuffer again = loss.onPoints(points(400, 1), new SplittableRandom(2), new SplittableRandom(sensor));
        assertThat(again.data()).isEqualTo(once.data());
        for (int i = 1; i < once.count(); i++) {
            assertThat(once.data().getFloat(16 * i + 12))
                    .isGreaterThan(once.data().getFloat(16 * i - 4));
        }
        if (share == 0 || share == 1) {
            assertThat(once.count()).isEqualTo(share == 0 ? 400 : 0);
        }
    }

    @Property(tries = 30)
    void rangeNoiseMovesPointsAlongTheirRays(@ForAll long seed) {
        PointBuffer before = points(50, seed);
        PointBuffer after =
                new SensorNoise(0.2).onPoints(points(50, seed), new SplittableRandom(seed), new SplittableRandom(1));
        for (int i = 0; i < 50; i++) {
            double stretch = range(after, i) / range(before, i);
            assertThat(range(after, i)).isCloseTo(range(before, i), within(1.0));
            for (int axis = 0; axis < 3; axis++) {
                assertThat(after.at(i)[axis]).isCloseTo(before.at(i)[axis] * stretch, within(1e-4));
            }
        }
    }

    @Property(tries = 30)
    void falseEventsFallBetweenTheTrueOnesAndLeaveThemAlone(@ForAll long seed, @ForAll @IntRange(max = 50) int count) {
        EventList before = events(count, seed);
        EventList after = new SensorNoise(0.05).onEvents(events(count, seed), new SplittableRandom(seed));
        assertThat(after.count()).isEqualTo(count + Math.round(0.05 * 64 * 48));
        assertThat(Arrays.stream(after.t()).boxed().toList()).isSorted();
        int found = 0;
        for (int i = 0; i < after.count() && found < count; i++) {
            boolean same = after.t()[i] == before.t()[found]
                    && after.x()[i] == before.x()[found]
                    && after.y()[i] == before.y()[found]
                    && after.polarity()[i] == before.polarity()[found];
            found += same ? 1 : 0;
        }
        assertThat(found).isEqualTo(count);
    }

    @Property(tries = 30)
    void eventsOfLowResolutionFitTheirSmallerSensor(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int factor) {
        EventList before = events(40, seed);
        EventList low = new LowResolution(factor).onEvents(events(40, seed), new SplittableRandom(1));
        assertThat(low.width()).isEqualTo((int) Math.ceil(64.0 / factor));
        for (int i = 0; i < 40; i++) {
            assertThat(low.x()[i]).isEqualTo((short) (before.x()[i] / factor)).isLessThan((short) low.width());
            assertThat(low.y()[i]).isEqualTo((short) (before.y()[i] / factor)).isLessThan((short) low.height());
        }
    }

    @Property(tries = 30)
    void anImageOfLowResolutionHasTheFirstPixelOfEachBlock(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int factor) {
        Pixels image = image(21, 13, seed);
        Pixels low = new LowResolution(factor).onImage(image(21, 13, seed), new SplittableRandom(1));
        for (int y = 0; y < low.height(); y++) {
            for (int x = 0; x < low.width(); x++) {
                assertThat(low.samples()[3 * (y * low.width() + x)])
                        .isEqualTo(image.samples()[3 * (y * factor * 21 + x * factor)]);
            }
        }
    }

    @Property(tries = 30)
    void blurKeepsTheMeanOfAFlatImageAndEvensOutOthers(
            @ForAll long seed, @ForAll @IntRange(min = 5, max = 15) int length) {
        Pixels flat = new Pixels(20, 20, 1, 255, new float[400]);
        Arrays.fill(flat.samples(), 77);
        Pixels blurred = new MotionBlur(length).onImage(flat, new SplittableRandom(seed));
        for (float sample : blurred.samples()) {
            assertThat(sample).isCloseTo(77, within(0.01f));
        }
        Pixels image = image(30, 30, seed);
        Pixels smooth = new MotionBlur(length).onImage(image, new SplittableRandom(seed));
        assertThat(spread(smooth.samples())).isLessThan(spread(image.samples()));
    }

    private static double spread(float[] samples) {
        double sum = 0;
        double squares = 0;
        for (float sample : samples) {
            sum += sample;
            squares += (double) sample * sample;
        }
        return squares / samples.length - sum * sum / samples.length / samples.length;
    }

    @Property(tries = 30)
    void moreLightMakesNoPixelDarkerAndKeepsTheirOrder(@ForAll @DoubleRange(max = 8) double stops) {
        float[] ramp = new float[256];
        for (int i = 0; i < 256; i++) {
            ramp[i] = i;
        }
        float[] over = new ExposureShift(stops)
                .onImage(new Pixels(256, 1, 1, 255, ramp.clone()), new SplittableRandom(1))
                .samples();
        float[] under = new ExposureShift(-stops)
                .onImage(new Pixels(256, 1, 1, 255, ramp.clone()), new SplittableRandom(1))
                .samples();
        for (int i = 0; i < 256; i++) {
            assertThat(over[i]).isBetween(ramp[i], 255f);
            assertThat(under[i]).isBetween(0f, ramp[i]);
            assertThat(over[i]).isGreaterThanOrEqualTo(i == 0 ? 0 : over[i - 1]);
        }
    }

    @Property(tries = 10)
    void anImageOfPointsIsShiftedAndTurnedButNotMade(@ForAll long seed) {
        Pixels sparse = new Pixels(60, 60, 1, 255, new float[3600]);
        sparse.samples()[30 * 60 + 30] = 200;
        Pixels still = new LidarJitter(0).onImage(sparse, new SplittableRandom(seed));
        assertThat(still.samples()).isEqualTo(sparse.samples());
        Pixels shaken = new LidarJitter(0.3).onImage(image(60, 60, seed), new SplittableRandom(seed));
        assertThat(shaken.samples()).isNotEqualTo(image(60, 60, seed).samples());
    }
}
