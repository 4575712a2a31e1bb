package io.lynceus.fault.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.fault.content.Pixels;
import io.lynceus.wire.Modality;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EMM, RMM and NM against the figures of the benchmark's code. */
class ProtocolsTest {
    private static final int N = 3 * 512 * 512;

    private static SplittableRandom dice(long seed) {
        return Protocols.dice(seed, "sun/val/MAP_1_point1/000050", Modality.RGB);
    }

    /** 0.1 to 0.9 in steps: neither its largest nor its smallest element is common. */
    private static float[] ramp() {
        float[] tensor = new float[N];
        for (int i = 0; i < N; i++) {
            tensor[i] = 0.1f + 0.8f * i / (N - 1);
        }
        return tensor;
    }

    private static double share(float[] tensor, float value) {
        int hits = 0;
        for (float element : tensor) {
            hits += element == value ? 1 : 0;
        }
        return hits / (double) tensor.length;
    }

    @Test
    void saltAndPepperHitAsManyElementsAsDrawingWithReplacementDoes() {
        float[] events = ramp();
        float salt = events[N - 1];
        float pepper = events[0];
        Protocols.noisy(events, Modality.EVENT, NoiseLevel.HIGH, Protocols.NORMALISED, dice(1));
        // 1 - e^(-d/2) and (1 - e^(-d/2)) e^(-d/2) at d = 0.2; five standard deviations.
        assertThat(share(events, pepper)).isCloseTo(0.0952, within(0.0017));
        assertThat(share(events, salt)).isCloseTo(0.0861, within(0.0017));
        float[] clean = ramp();
        for (int i = 0; i < N; i++) {
            assertThat(events[i] == clean[i] || events[i] == salt || events[i] == pepper)
                    .isTrue();
        }
    }

    @Test
    void allModalitiesButEventsGetGaussianNoiseThatIsNotClipped() {
        float[] noisy = ramp();
        float[] salted = ramp();
        Protocols.noisy(salted, Modality.EVENT, NoiseLevel.HIGH, Protocols.NORMALISED, dice(1));
        Protocols.noisy(noisy, Modality.LIDAR, NoiseLevel.HIGH, Protocols.NORMALISED, dice(1));
        double sum = 0;
        double squares = 0;
        float most = 0;
        for (int i = 0; i < N; i++) {
            double difference = noisy[i] - salted[i];
            sum += difference;
            squares += difference * difference;
            most = Math.max(most, noisy[i]);
        }
        assertThat(sum / N).isCloseTo(0, within(0.01));
        assertThat(Math.sqrt(squares / N)).isCloseTo(0.5, within(0.01));
        assertThat(most).isGreaterThan(1);
    }

    @Test
    void theRawDomainScalesTheNoiseToPixels() {
        float[] pixels = new float[N];
        Arrays.fill(pixels, 100);
        Protocols.noisy(pixels, Modality.RGB, NoiseLevel.LOW, Protocols.RAW8, dice(3));
        double squares = 0;
        for (float pixel : pixels) {
            squares += (pixel - 100) * (pixel - 100);
        }
        assertThat(Math.sqrt(squares / N)).isCloseTo(25.5, within(0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 0.75, 1})
    void eachElementGoesMissingByItself(double r) {
        float[] tensor = ramp();
        Protocols.randomlyMissing(tensor, r, dice(5));
        assertThat(share(tensor, 0)).isCloseTo(r, within(0.003));
        // No block and no pixel is lost as a whole: neighbours, as channels are, are independent.
        int both = 0;
        for (int i = 0; i + 1 < N; i++) {
            both += tensor[i] == 0 && tensor[i + 1] == 0 ? 1 : 0;
        }
        assertThat(both / (double) (N - 1)).isCloseTo(r * r, within(0.004));
    }

    @Test
    void aMissingModalityIsAllZero() {
        float[] tensor = ramp();
        Protocols.missing(tensor);
        assertThat(tensor).containsOnly(0);
    }

    @Property(tries = 20)
    void theSameSampleIsCorruptedTheSameAndAnotherIsNot(@ForAll long seed) {
        float[] once = Arrays.copyOf(ramp(), 3000);
        float[] again = once.clone();
        float[] depth = once.clone();
        float[] other = once.clone();
        Protocols.noisy(once, Modality.RGB, NoiseLevel.MID, 1, Protocols.dice(seed, "a/b", Modality.RGB));
        Protocols.noisy(again, Modality.RGB, NoiseLevel.MID, 1, Protocols.dice(seed, "a/b", Modality.RGB));
        Protocols.noisy(depth, Modality.DEPTH, NoiseLevel.MID, 1, Protocols.dice(seed, "a/b", Modality.DEPTH));
        Protocols.noisy(other, Modality.RGB, NoiseLevel.MID, 1, Protocols.dice(seed, "a/c", Modality.RGB));
        assertThat(again).isEqualTo(once);
        assertThat(depth).isNotEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @Test
    void mleSamsGaussianNoiseIsFiftyLevelsAndClippedOnDemand() {
        Pixels grey = new Pixels(512, 512, 3, 255, new float[N]);
        Arrays.fill(grey.samples(), 127);
        Pixels noisy = new MleSamNoise(MleSamNoise.NoiseShape.GAUSSIAN, true, false).onImage(grey, dice(1));
        assertThat(deviation(noisy.samples(), 127)).isCloseTo(50, within(0.5));
        Arrays.fill(grey.samples(), 10);
        Pixels clipped = new MleSamNoise(MleSamNoise.NoiseShape.GAUSSIAN, true, true).onImage(grey, dice(1));
        assertThat(min(clipped.samples())).isZero();
    }

    @Test
    void mleSamsUniformNoiseReachesAHundredLevelsAndMayBeGrey() {
        Pixels grey = new Pixels(512, 512, 3, 255, new float[N]);
        Arrays.fill(grey.samples(), 127);
        Pixels noisy = new MleSamNoise(MleSamNoise.NoiseShape.UNIFORM, false, false).onImage(grey, dice(1));
        assertThat(deviation(noisy.samples(), 127)).isCloseTo(100 / Math.sqrt(3), within(0.5));
        assertThat(min(noisy.samples())).isBetween(27f, 27.1f);
        for (int i = 0; i < N; i += 3) {
            assertThat(noisy.samples()[i + 1]).isEqualTo(noisy.samples()[i]);
            assertThat(noisy.samples()[i + 2]).isEqualTo(noisy.samples()[i]);
        }
    }

    private static double deviation(float[] samples, double mean) {
        double squares = 0;
        for (float sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        return Math.sqrt(squares / samples.length);
    }

    private static float min(float[] samples) {
        float least = samples[0];
        for (float sample : samples) {
            least = Math.min(least, sample);
        }
        return least;
    }
}
