package io.lynceus.street;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.street.scene.EgoMotion;
import io.lynceus.street.scene.StreetClasses;
import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.scene.Weather;
import io.lynceus.street.sensor.StreetEvents;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreetSensorsTest {
    private static final int SIZE = 128;
    private static final long SECOND = 1_000_000_000L;
    /** Metres that no depth image holds. */
    private static final double SKY = 100;

    private static StreetRenderer renderer(long seed, Weather weather) {
        return new StreetRenderer(new StreetScene(seed, weather), SIZE, SIZE);
    }

    private static StreetSample sample(long seed, Weather weather, long nanos) {
        return renderer(seed, weather).sampleAt(nanos);
    }

    /** Within a pixel, since a point on a rim may round to the surface beside it. Holds for every seed of the range. */
    @Property(tries = 8)
    void lidarPointsLieOnTheSurfacesThatTheDepthCameraSees(@ForAll @IntRange(min = 1, max = 500) int seed) {
        StreetRenderer renderer = renderer(seed, Weather.CLOUD);
        StreetSample sample = renderer.sampleAt(seed * SECOND);
        double[] m = StreetVariants.cameraFromLidar(renderer.calibration());
        double[] k = renderer.calibration().k();
        float[] p = sample.points();
        int inView = 0;
        int agree = 0;
        int nearer = 0;
        for (int i = 0; i < p.length; i += 4) {
            double z = m[8] * p[i] + m[9] * p[i + 1] + m[10] * p[i + 2] + m[11];
            int u = (int) Math.round(k[0] * (m[0] * p[i] + m[1] * p[i + 1] + m[2] * p[i + 2] + m[3]) / z + k[2]);
            int v = (int) Math.round(k[4] * (m[4] * p[i] + m[5] * p[i + 1] + m[6] * p[i + 2] + m[7]) / z + k[5]);
            if (z < 1 || z > 40 || u < 0 || u >= SIZE || v < 0 || v >= SIZE || metres(sample, u, v) > SKY) {
                continue;
            }
            inView++;
            double tolerance = 0.06 * z + 0.1;
            DoubleSummaryStatistics around = metresAround(sample, u, v);
            agree += z > around.getMin() - tolerance && z < around.getMax() + tolerance ? 1 : 0;
            nearer += z <= around.getMin() - tolerance ? 1 : 0;
        }
        assertThat(inView).isGreaterThan(3000);
        // The rest are places that only the sensor on the roof can see.
        assertThat(agree).isGreaterThan((int) (0.93 * inView));
        assertThat(nearer).as("points in front of what the camera sees").isLessThan((int) (0.01 * inView));
    }

    /** The depth at a pixel; where there is none, as in the sky, farther than anything. */
    private static double metres(StreetSample sample, int u, int v) {
        int millimetres = sample.depthMillimetres()[v * SIZE + u] & 0xFFFF;
        return millimetres == 0 ? Double.MAX_VALUE : millimetres / 1000.0;
    }

    private static DoubleSummaryStatistics metresAround(StreetSample sample, int u, int v) {
        DoubleSummaryStatistics around = new DoubleSummaryStatistics();
        for (int y = Math.max(0, v - 1); y <= Math.min(SIZE - 1, v + 1); y++) {
            for (int x = Math.max(0, u - 1); x <= Math.min(SIZE - 1, u + 1); x++) {
                around.accept(metres(sample, x, y));
            }
        }
        return around;
    }

    @Test
    void skyHasNoDepthAndTheRoadLiesBelowTheCamera() {
        StreetRenderer renderer = renderer(3, Weather.CLOUD);
        double[] k = renderer.calibration().k();
        StreetSample sample = renderer.sampleAt(SECOND);
        double cos = StrictMath.cos(StreetCalibration.CAMERA_PITCH);
        double sin = StrictMath.sin(StreetCalibration.CAMERA_PITCH);
        for (int i = 0; i < sample.label().length; i++) {
            int millimetres = sample.depthMillimetres()[i] & 0xFFFF;
            if (sample.label()[i] == StreetClasses.SKY) {
                assertThat(millimetres).isZero();
            } else if (sample.label()[i] == StreetClasses.ROAD && millimetres > 0) {
                double z = millimetres / 1000.0;
                double down = z * (i / SIZE - k[5]) / k[4];
                double below = down * cos - z * sin;
                assertThat(below).isBetween(1.55, 1.75);
            }
        }
    }

    @Test
    void nightDarkensThePictureButNeitherLidarNorDepth() {
        StreetSample day = sample(4, Weather.CLOUD, 3 * SECOND);
        StreetSample night = sample(4, Weather.NIGHT, 3 * SECOND);
        assertThat(mean(night.rgb())).isLessThan(0.35 * mean(day.rgb()));
        assertThat(night.points()).isEqualTo(day.points());
        assertThat(night.depthMillimetres()).isEqualTo(day.depthMillimetres());
        assertThat(night.label()).isEqualTo(day.label());
    }

    @Test
    void fogShortensTheLidarsRangeAndWashesOutThePicture() {
        StreetSample clear = sample(4, Weather.CLOUD, 3 * SECOND);
        StreetSample fog = sample(4, Weather.FOG, 3 * SECOND);
        assertThat(longest(clear.points())).isGreaterThan(60);
        assertThat(longest(fog.points())).isLessThan(45);
        assertThat(spread(fog.rgb())).isLessThan(0.7 * spread(clear.rgb()));
        assertThat(fog.events().count()).isLessThan(clear.events().count());
    }

    @Test
    void rainSendsLidarRaysBackFromTheAirAndBlindsPartOfTheDepthImage() {
        StreetSample clear = sample(4, Weather.CLOUD, 3 * SECOND);
        StreetSample rain = sample(4, Weather.RAIN, 3 * SECOND);
        assertThat(above(rain.points())).isGreaterThan(20 + above(clear.points()));
        assertThat(lost(rain.depthMillimetres())).isGreaterThan(lost(clear.depthMillimetres()) + 200);
    }

    @Test
    void theSunCastsShadowsOnTheRoad() {
        int[] dark = new int[2];
        for (long seed = 1; seed <= 6; seed++) {
            dark[0] += roadPixelsDarkerThanHalfTheBrightest(sample(seed, Weather.CLOUD, 5 * SECOND));
            dark[1] += roadPixelsDarkerThanHalfTheBrightest(sample(seed, Weather.SUN, 5 * SECOND));
        }
        assertThat(dark[1]).isGreaterThan(dark[0] + 1000);
    }

    @Test
    void eventsFireWhereBrightnessChangesAndNotInTheSky() {
        StreetSample sample = sample(2, Weather.CLOUD, 4 * SECOND);
        StreetEvents events = sample.events();
        int[] perPixel = new int[SIZE * SIZE];
        for (int n = 0; n < events.count(); n++) {
            perPixel[events.y()[n] * SIZE + events.x()[n]]++;
            assertThat(events.t()[n]).isBetween(n == 0 ? 0 : events.t()[n - 1], (int) StreetRenderer.EVENT_WINDOW - 1);
        }
        StreetRenderer renderer = renderer(2, Weather.CLOUD);
        byte[] before = renderer.rgbAt(4 * SECOND - StreetRenderer.EVENT_WINDOW);
        double changed = 0;
        double changedPixels = 0;
        double sky = 0;
        double skyPixels = 0;
        for (int i = 0; i < perPixel.length; i++) {
            if (sample.label()[i] == StreetClasses.SKY) {
                sky += perPixel[i];
                skyPixels++;
            } else if (Math.abs((sample.rgb()[3 * i + 1] & 0xFF) - (before[3 * i + 1] & 0xFF)) > 60) {
                changed += perPixel[i];
                changedPixels++;
            }
        }
        assertThat(changed / changedPixels).isGreaterThan(1);
        assertThat(sky / skyPixels).isLessThan(0.05);
    }

    @Property(tries = 6)
    void theSameSeedAndTimeGiveTheSameBytesInAnyOrder(@ForAll @IntRange(min = 0, max = 10_000) int seed) {
        StreetRenderer renderer = renderer(seed, Weather.RAIN);
        StreetSample first = renderer.sampleAt(2 * SECOND);
        renderer.sampleAt(9 * SECOND);
        StreetSample again = renderer(seed, Weather.RAIN).sampleAt(2 * SECOND);
        assertThat(again.rgb()).isEqualTo(first.rgb()).isEqualTo(renderer.rgbAt(2 * SECOND));
        assertThat(again.depthMillimetres())
                .isEqualTo(first.depthMillimetres())
                .isEqualTo(renderer.depthAt(2 * SECOND));
        assertThat(again.points()).isEqualTo(first.points()).isEqualTo(renderer.pointsAt(2 * SECOND));
        assertThat(again.label()).isEqualTo(first.label()).isEqualTo(renderer.labelAt(2 * SECOND));
        assertThat(again.events().t())
                .isEqualTo(first.events().t())
                .isEqualTo(renderer.eventsAt(2 * SECOND, StreetRenderer.EVENT_WINDOW)
                        .t());
    }

    @Test
    void anotherSeedIsAnotherStreet() {
        assertThat(sample(1, Weather.CLOUD, SECOND).label())
                .isNotEqualTo(sample(2, Weather.CLOUD, SECOND).label());
    }

    @Test
    void ourVehicleKeepsItsLaneAndRunsIntoNobody() {
        for (long seed = 1; seed <= 10; seed++) {
            StreetScene scene = new StreetScene(seed, Weather.CLOUD);
            for (int step = 0; step < 300; step++) {
                long nanos = step * SECOND;
                EgoMotion.Pose ego = scene.egoAt(nanos);
                assertThat(scene.plan().groundClass(ego.x(), ego.y()))
                        .isIn(StreetClasses.ROAD, StreetClasses.ROAD_LINE);
                assertThat(scene.solidsAt(nanos))
                        .as("things around the camera, seed %d, second %d", seed, step)
                        .noneMatch(solid -> Math.abs(solid.box().x() - ego.x())
                                        < solid.box().hx() + 0.5
                                && Math.abs(solid.box().y() - ego.y())
                                        < solid.box().hy() + 0.5
                                && solid.box().z() - solid.box().hz() < 2
                                && solid.box().z() + solid.box().hz() > 0.3);
                double metres = scene.egoAt(nanos + SECOND).x() - ego.x();
                assertThat(metres).isBetween(6.0, 13.0);
            }
        }
    }

    @Test
    void aStreetDoesNotEndAndMayBeEnteredAnywhere() {
        StreetSample afterADay = sample(6, Weather.SUN, 86_400 * SECOND);
        assertThat(Arrays.equals(afterADay.label(), sample(6, Weather.SUN, 0).label()))
                .isFalse();
        assertThat(afterADay.points().length).isGreaterThan(4 * 10_000);
    }

    @Test
    void aCameraWithoutPixelsIsRefused() {
        assertThatThrownBy(() -> new StreetRenderer(new StreetScene(1, Weather.SUN), 0, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 x 64")
                .hasMessageContaining("16 to 4096");
    }

    private static double mean(byte[] bytes) {
        double sum = 0;
        for (byte value : bytes) {
            sum += value & 0xFF;
        }
        return sum / bytes.length;
    }

    private static double spread(byte[] bytes) {
        double mean = mean(bytes);
        double sum = 0;
        for (byte value : bytes) {
            sum += ((value & 0xFF) - mean) * ((value & 0xFF) - mean);
        }
        return Math.sqrt(sum / bytes.length);
    }

    private static double longest(float[] points) {
        double longest = 0;
        for (int i = 0; i < points.length; i += 4) {
            longest = Math.max(longest, Math.hypot(points[i], points[i + 1]));
        }
        return longest;
    }

    /** Points high up and close, where a street has nothing but air. */
    private static int above(float[] points) {
        int above = 0;
        for (int i = 0; i < points.length; i += 4) {
            above += points[i + 2] > 0.4 && points[i] < 8 && Math.abs(points[i + 1]) < 3 ? 1 : 0;
        }
        return above;
    }

    private static int lost(short[] depth) {
        int lost = 0;
        for (short value : depth) {
            lost += value == 0 ? 1 : 0;
        }
        return lost;
    }

    private static int roadPixelsDarkerThanHalfTheBrightest(StreetSample sample) {
        int[] greens = new int[SIZE * SIZE];
        int count = 0;
        for (int i = 0; i < greens.length; i++) {
            if (sample.label()[i] == StreetClasses.ROAD) {
                greens[count++] = sample.rgb()[3 * i + 1] & 0xFF;
            }
        }
        int[] road = Arrays.copyOf(greens, count);
        Arrays.sort(road);
        int brightest = road[count * 95 / 100];
        int dark = 0;
        for (int green : road) {
            dark += green < brightest * 0.6 ? 1 : 0;
        }
        return dark;
    }
}
