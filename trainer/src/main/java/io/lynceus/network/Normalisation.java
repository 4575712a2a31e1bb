package io.lynceus.network;

import java.util.List;

/**
 * How a modality's raster becomes numbers: (x / 255 - mean) / deviation, per channel.
 *
 * @param mean of red, green, blue, 0..1
 * @param deviation of red, green, blue, above 0
 */
public record Normalisation(List<Double> mean, List<Double> deviation) {
    /** The statistics that most pretrained encoders expect. */
    public static final Normalisation IMAGE_NET =
            new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    public Normalisation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != 3 || deviation.size() != 3 || deviation.stream().anyMatch(d -> !(d > 0))) {
            throw new IllegalArgumentException("normalisation by mean " + mean + " and deviation " + deviation
                    + ": give three of each, deviations above 0");
        }
    }
}
