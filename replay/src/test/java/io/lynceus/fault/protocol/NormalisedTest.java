package io.lynceus.fault.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.fault.Faults;
import io.lynceus.fault.content.Pixels;
import io.lynceus.play.Delivery;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The protocols on normalised tensors, as 8-bit images can hold them. */
class NormalisedTest {
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] STD = {0.229, 0.224, 0.225};

    private static byte[] image(int pixels, long seed, int least, int most) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) random.nextInt(least, most + 1);
        }
        return rgb;
    }

    private static byte[] corrupted(String fault, Modality modality, byte[] rgb, long seed) {
        return Faults.ofImages(fault, modality)
                .apply(Pixels.ofRgb(rgb.length / 3, 1, rgb), dice(seed))
                .bytes();
    }

    private static SplittableRandom dice(long seed) {
        return Protocols.dice(seed, "sun/val/MAP_1_point1/000050", Modality.RGB);
    }

    /** The benchmark's tensor. */
    private static float[] tensor(byte[] rgb, boolean imageNet) {
        float[] tensor = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            double share = (rgb[i] & 0xFF) / 255.0;
            tensor[i] = (float) (imageNet ? (share - MEAN[i % 3]) / STD[i % 3] : share);
        }
        return tensor;
    }

    /** What an element is in grey levels, which no image need be able to hold. */
    private static double level(float element, int i, boolean imageNet) {
        return 255 * (imageNet ? element * STD[i % 3] + MEAN[i % 3] : element);
    }

    /** As near to the tensor as 8 bits can be. */
    private static int assertNearest(byte[] found, float[] tensor, boolean imageNet) {
        int clipped = 0;
        for (int i = 0; i < tensor.length; i++) {
            double exact = level(tensor[i], i, imageNet);
            clipped += exact < -0.5 || exact > 255.5 ? 1 : 0;
            assertThat((double) (found[i] & 0xFF)).isCloseTo(Math.max(0, Math.min(255, exact)), within(0.5 + 1e-3));
        }
        return clipped;
    }

    @Property(tries = 60)
    void noiseIsThatOfTheTensorWithinHalfAGreyLevelWhereNothingClips(@ForAll long seed, @ForAll NoiseLevel level) {
        // Grey enough that neither salt, nor pepper, nor five deviations of the Gaussian leave the 256 levels at low
        // noise.
        byte[] rgb = image(400, seed, 90, 150);
        float[] tensor = tensor(rgb, true);
        Protocols.noisy(tensor, Modality.RGB, level, Protocols.NORMALISED, dice(seed));
        byte[] found = corrupted("nm(" + level + ", domain=normalised)", Modality.RGB, rgb, seed);
        int clipped = assertNearest(found, tensor, true);
        if (level == NoiseLevel.LOW) {
            assertThat(clipped).isZero();
        }
    }

    @Property(tries = 60)
    void missingElementsAreTheMeanOfTheirChannel(@ForAll long seed, @ForAll @IntRange(max = 4) int quarters) {
        byte[] rgb = image(300, seed, 0, 255);
        float[] tensor = tensor(rgb, true);
        Protocols.randomlyMissing(tensor, quarters / 4.0, dice(seed));
        byte[] found = corrupted("rmm(" + quarters / 4.0 + ", domain=normalised)", Modality.RGB, rgb, seed);
        assertThat(assertNearest(found, tensor, true)).isZero();
        for (int i = 0; i < rgb.length; i++) {
            int mean = new int[] {124, 116, 104}[i % 3];
            assertThat(found[i] & 0xFF).isIn(rgb[i] & 0xFF, mean);
        }
    }

    @Property(tries = 30)
    void otherModalitiesAreOnlyDividedBy255(@ForAll long seed) {
        byte[] rgb = image(300, seed, 0, 255);
        for (Modality modality : List.of(Modality.DEPTH, Modality.EVENT, Modality.LIDAR, new Modality("nir"))) {
            float[] tensor = tensor(rgb, false);
            Protocols.noisy(tensor, modality, NoiseLevel.HIGH, Protocols.NORMALISED, dice(seed));
            assertNearest(corrupted("nm(high, domain=normalised)", modality, rgb, seed), tensor, false);
        }
    }

    @Test
    void aMissingCameraIsTheMeanColourAndAnyOtherSensorBlack() {
        byte[] rgb = image(4, 1, 0, 255);
        byte[] mean = {124, 116, 104, 124, 116, 104, 124, 116, 104, 124, 116, 104};
        assertThat(corrupted("emm(domain=normalised)", Modality.RGB, rgb, 1)).isEqualTo(mean);
        assertThat(corrupted("emm(normalised)", Modality.LIDAR, rgb, 1)).containsOnly(0);
        assertThat(corrupted("emm", Modality.RGB, rgb, 1)).containsOnly(0);
        assertThat(corrupted("emm(domain=normalised, mean=0.5/0.4/0.2, std=1/1/1)", Modality.LIDAR, rgb, 1))
                .startsWith(128, 102, 51);
    }

    @Test
    void saltAndPepperHitTheSharesThatDrawingWithReplacementDoes() {
        // One pixel holds the largest and one the smallest element; events get no Gaussian noise.
        byte[] rgb = new byte[3 * 512 * 512];
        Arrays.fill(rgb, (byte) 120);
        Arrays.fill(rgb, 0, 3, (byte) 130);
        Arrays.fill(rgb, 3, 6, (byte) 110);
        int[] counts = new int[256];
        for (byte sample : corrupted("nm(high, domain=normalised)", Modality.EVENT, rgb, 3)) {
            counts[sample & 0xFF]++;
        }
        assertThat(counts[110] / (double) rgb.length).isCloseTo(0.0952, within(0.0017));
        assertThat(counts[130] / (double) rgb.length).isCloseTo(0.0861, within(0.0017));
        assertThat(counts[110] + counts[120] + counts[130]).isEqualTo(rgb.length);
    }

    @Test
    void saltIsTheLargestElementOfAllChannelsTogether() {
        // Blue's 150 is 0.81 deviations above its mean, red's and green's 100 are below theirs: so salted red is 171,
        // which no
        // red pixel was.
        byte[] rgb = new byte[3 * 2000];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i % 3 == 2 ? 150 : 100);
        }
        Pixels image = Pixels.ofRgb(2000, 1, rgb);
        byte[] salted = Faults.ofTensors("nm(high)", Modality.EVENT, PixelNormalisation.ofBenchmark(Modality.RGB))
                .apply(image, dice(1))
                .bytes();
        int most = 0;
        for (int i = 0; i < salted.length; i += 3) {
            most = Math.max(most, salted[i] & 0xFF);
        }
        double largest = (150 / 255.0 - MEAN[2]) / STD[2];
        assertThat(most)
                .isEqualTo((int) Math.round(255 * (largest * STD[0] + MEAN[0])))
                .isEqualTo(171);
    }

    private static RawImage injected(String encoding, int bytes, String sensor, String fault) throws Exception {
        Channel channel = new Channel(sensor, new Modality(sensor), "t", "foxglove.RawImage", encoding, 10, "camera");
        byte[] data = new byte[20 * bytes];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (40 + 10 * (i % bytes));
        }
        byte[] value = RawImage.newBuilder()
                .setTimestamp(Stamp.ofMillis(1000).toTimestamp())
                .setWidth(20)
                .setHeight(1)
                .setEncoding(encoding)
                .setStep(data.length)
                .setData(ByteString.copyFrom(data))
                .build()
                .toByteArray();
        Delivery delivery = Faults.filter(List.of(sensor + ":" + fault), List.of(channel), 1)
                .apply(new RecordedFrame(channel, Stamp.ofMillis(1000), 0, value), Duration.ZERO)
                .orElseThrow();
        return RawImage.parseFrom(delivery.frame().value());
    }

    @Test
    void theChannelsOfAGreyImageAreHitEachByItself() throws Exception {
        for (String encoding : List.of("mono8", "mono16")) {
            RawImage image = injected(encoding, encoding.equals("mono8") ? 1 : 2, "nir", "rmm(0.5, domain=normalised)");
            assertThat(image.getEncoding()).isEqualTo("rgb8");
            assertThat(image.getStep()).isEqualTo(60);
            byte[] rgb = image.getData().toByteArray();
            int apart = 0;
            for (int i = 0; i < rgb.length; i += 3) {
                apart += rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2] ? 1 : 0;
            }
            assertThat(apart).as(encoding).isBetween(5, 20);
        }
    }

    @Test
    void blueMayComeFirst() throws Exception {
        RawImage image = injected("bgr8", 3, "rgb", "emm(domain=normalised)");
        assertThat(image.getEncoding()).isEqualTo("bgr8");
        assertThat(image.getData().toByteArray()).startsWith(104, 116, 124);
        assertThat(injected("bgra8", 4, "rgb", "emm(domain=normalised)")
                        .getData()
                        .toByteArray())
                .startsWith(124, 116, 104)
                .hasSize(60);
    }

    @Test
    void whatHasNoSuchTensorIsRefused() {
        assertThatThrownBy(() -> injected("16UC1", 2, "depth", "nm(low, domain=normalised)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave domain=normalised out");
        assertThatThrownBy(() -> Faults.ofImages("nm(low, mean=0.5/0.5/0.5)", Modality.RGB))
                .hasMessageContaining("with domain=normalised only");
        assertThatThrownBy(() -> Faults.ofImages("emm(normalised, std=1/0/1)", Modality.RGB))
                .hasMessageContaining("std above 0");
        assertThatThrownBy(() -> Faults.ofImages("emm(normalised, mean=NaN/0/0)", Modality.RGB))
                .hasMessageContaining("mean is [NaN, 0.0, 0.0]");
        assertThatThrownBy(() -> Faults.ofImages("emm(normalised, mean=grey)", Modality.RGB))
                .hasMessageContaining("mean is 'grey', allowed are numbers such as");
        assertThatThrownBy(() -> Faults.ofImages("emm(raw)", Modality.RGB))
                .hasMessageContaining("domain is 'raw', allowed are [raw8, normalised]");
        assertThatThrownBy(
                        () -> Faults.ofTensors("black(1)", Modality.RGB, PixelNormalisation.ofBenchmark(Modality.RGB)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> Faults.ofTensors("saturate", Modality.RGB, PixelNormalisation.ofBenchmark(Modality.RGB)))
                .hasMessageContaining("not one of the protocols");
    }
}
