package io.lynceus.network;

import io.lynceus.nn.DType;
import io.lynceus.nn.Ops;
import java.util.List;

/**
 * The normalisation of a modality's raster: (x / 255 - mean) / deviation, per channel.
 *
 * @param mean of red, green, blue, 0..1
 * @param deviation of red, green, blue, above 0
 */
public record Normalisation(List<Double> mean, List<Double> deviation) {
    private static final double BYTE = 255;

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

    /** Division by 255 alone: pixels are 0..1. */
    public static final Normalisation UNIT = new Normalisation(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    /**
     * Normalises frames, each by the numbers of its modality, in one product and one sum.
     *
     * @param all one for each modality
     * @param rasters uint8 [N, H, W, 3]
     * @param modality int64 [N]
     * @return float32 [N, 3, H, W]
     */
    public static <V> V apply(Ops<V> ops, List<Normalisation> all, V rasters, V modality) {
        V planes = ops.cast(ops.permute(rasters, 0, 3, 1, 2), DType.FLOAT32); // [N, 3, H, W]
        V factor = ops.gather(table(ops, all, true), modality); // [N, 3, 1, 1]
        V offset = ops.gather(table(ops, all, false), modality);
        return ops.add(ops.mul(planes, factor), offset);
    }

    private static <V> V table(Ops<V> ops, List<Normalisation> all, boolean factors) {
        float[] values = new float[3 * all.size()];
        for (int m = 0; m < all.size(); m++) {
            for (int channel = 0; channel < 3; channel++) {
                double deviation = all.get(m).deviation().get(channel);
                double mean = all.get(m).mean().get(channel);
                values[3 * m + channel] = (float) (factors ? 1 / (BYTE * deviation) : -mean / deviation);
            }
        }
        return ops.constant(values, all.size(), 3, 1, 1);
    }
}
