package io.lynceus.fault.protocol;

import io.lynceus.fault.content.Pixels;
import io.lynceus.wire.Modality;
import java.util.List;

/**
 * The normalisation from pixels to a model's tensor: (x / 255 - mean) / std, by channel.
 *
 * @param mean of red, green and blue, 0 to 1
 * @param std of red, green and blue, above 0
 */
public record PixelNormalisation(List<Double> mean, List<Double> std) {
    private static final PixelNormalisation IMAGE_NET =
            new PixelNormalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    private static final PixelNormalisation SCALE_ALONE =
            new PixelNormalisation(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    public PixelNormalisation {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != Pixels.RGB
                || std.size() != Pixels.RGB
                || !mean.stream().allMatch(Double::isFinite)
                || !std.stream().allMatch(s -> s > 0 && Double.isFinite(s))) {
            throw new IllegalArgumentException("mean is " + mean + " and std " + std
                    + ", allowed are three numbers each, std above 0, such as mean=0.485/0.456/0.406");
        }
    }

    /** Returns that of the robustness benchmark: ImageNet's for RGB, only division by 255 for all others. */
    public static PixelNormalisation ofBenchmark(Modality modality) {
        return modality.equals(Modality.RGB) ? IMAGE_NET : SCALE_ALONE;
    }

    /**
     * Normalises a sample.
     *
     * @param share 0 to 1 of full scale
     */
    float normalised(float share, int channel) {
        return (float) ((share - mean.get(channel)) / std.get(channel));
    }

    /** Returns the share of full scale of a normalised number; it may be outside 0 to 1. */
    float share(float normalised, int channel) {
        return (float) (normalised * std.get(channel) + mean.get(channel));
    }
}
