package io.lynceus.fault.protocol;

import io.lynceus.dice.Dice;
import io.lynceus.fault.content.Pixels;
import io.lynceus.wire.Modality;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The corruptions of the robustness benchmark (Liao et al., "Benchmarking Multi-modal Semantic Segmentation under Sensor Failures",
 * arXiv 2503.18445), as its released code computes them, in place, on one modality's batch tensor: float32, any shape, elements in
 * any order. Where the reference draws from an unseeded generator, these draw from {@code dice}: with {@link #dice}, the result
 * depends on nothing else.
 *
 * <p>The domain decides what the numbers mean. <b>normalised</b> is the reference's domain: after normalisation, so that 0 is the
 * mean colour for RGB and black for the others, {@code unit} 1, no clipping. <b>raw8</b> is before normalisation: 0 is black,
 * {@code unit} 255; clip and round afterwards ({@link Pixels#bytes}). Results must name the domain: the two are different inputs.
 *
 * <p>Thread safety: stateless.
 */
public final class Protocols {
    /** {@code unit} of the normalised domain. */
    public static final float NORMALISED = 1;
    /** {@code unit} of 8-bit pixels. */
    public static final float RAW8 = 255;

    private Protocols() {}

    /** Returns the dice of one sample and modality. */
    public static SplittableRandom dice(long seed, String sampleId, Modality modality) {
        return Dice.stream(seed, hash(sampleId), hash(modality.name()));
    }

    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = Dice.hash(hash, text.charAt(i));
        }
        return hash;
    }

    /** Applies EMM: the modality is missing; every element is 0, and the model still gets the tensor. */
    public static void missing(float[] tensor) {
        Arrays.fill(tensor, 0);
    }

    /**
     * Applies RMM: each element, that is each channel of each pixel, becomes 0 with a probability, independently.
     *
     * @param probability 0.25, 0.5 or 0.75 in the benchmark
     */
    public static void randomlyMissing(float[] tensor, double probability, SplittableRandom dice) {
        int salt = dice.nextInt();
        for (int i = 0; i < tensor.length; i++) {
            if (Dice.uniform(i, salt) < probability) {
                tensor[i] = 0;
            }
        }
    }

    /** Returns true if NM adds Gaussian noise to a modality: to all except events. */
    public static boolean hasGaussian(Modality modality) {
        return !modality.equals(Modality.EVENT);
    }

    /**
     * Applies NM: salt, then pepper over it, then Gaussian noise, if the modality {@link #hasGaussian}. Salt is the largest element
     * of the whole tensor and pepper the smallest; each falls on {@code ceil(density * n / 2)} places, drawn with replacement.
     *
     * @param unit {@link #NORMALISED} or {@link #RAW8}
     */
    public static void noisy(float[] tensor, Modality modality, NoiseLevel level, float unit, SplittableRandom dice) {
        if (tensor.length == 0) {
            return;
        }
        float largest = tensor[0];
        float smallest = tensor[0];
        for (float element : tensor) {
            largest = Math.max(largest, element);
            smallest = Math.min(smallest, element);
        }
        long draws = (long) Math.ceil(level.density() * tensor.length / 2);
        dice.ints(draws, 0, tensor.length).forEach(new Fill(tensor, largest)::at);
        dice.ints(draws, 0, tensor.length).forEach(new Fill(tensor, smallest)::at);
        if (hasGaussian(modality)) {
            addGaussian(tensor, (float) level.sigma() * unit, dice);
        }
    }

    private record Fill(float[] tensor, float value) {
        void at(int element) {
            tensor[element] = value;
        }
    }

    static void addGaussian(float[] tensor, float sigma, SplittableRandom dice) {
        int salt = dice.nextInt();
        for (int i = 0; i < tensor.length; i++) {
            tensor[i] += sigma * Dice.gauss(i, salt);
        }
    }

    static void addUniform(float[] tensor, float half, SplittableRandom dice) {
        int salt = dice.nextInt();
        for (int i = 0; i < tensor.length; i++) {
            tensor[i] += half * (2 * Dice.uniform(i, salt) - 1);
        }
    }
}
