package io.lynceus.data;

import io.lynceus.nn.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Samples as tensors, in the ragged form that serving uses: only frames that are there have a row. The tensors belong to the
 * scope that is open when {@link #of} is called.
 *
 * @param frames float32 [N, 3, H, W], normalised
 * @param modality int64 [N]
 * @param membership float32 [B, N], 1 where frame n belongs to sample b
 * @param labels int64 [B, H, W]
 * @param height H
 * @param width W
 */
public record SampleBatch(Tensor frames, Tensor modality, Tensor membership, Tensor labels, int height, int width) {

    /** All samples must have the same size. */
    public static SampleBatch of(List<Sample> samples, Normalisation normalisation, Device device) {
        int height = samples.get(0).height();
        int width = samples.get(0).width();
        int n = samples.stream().mapToInt(sample -> sample.frames().size()).sum();
        int b = samples.size();
        byte[] rasters = new byte[n * height * width * 3];
        long[] modality = new long[n];
        float[] membership = new float[b * n];
        byte[] labels = new byte[b * height * width];
        int row = 0;
        for (int s = 0; s < b; s++) {
            Sample sample = samples.get(s);
            System.arraycopy(sample.label(), 0, labels, s * height * width, height * width);
            for (Sample.Frame frame : sample.frames()) {
                System.arraycopy(frame.raster(), 0, rasters, row * height * width * 3, height * width * 3);
                modality[row] = frame.modality();
                membership[s * n + row++] = 1;
            }
        }
        Tensor index = Tensors.of(modality, n).to(device, ScalarType.Long);
        return new SampleBatch(
                normalised(Tensors.of(rasters, n, height, width, 3).to(device, ScalarType.Float), index, normalisation),
                index,
                Tensors.of(membership, b, n).to(device, ScalarType.Float),
                Tensors.of(labels, b, height, width).to(device, ScalarType.Long),
                height,
                width);
    }

    private static Tensor normalised(Tensor rasters, Tensor modality, Normalisation normalisation) {
        int m = normalisation.mean().length;
        Tensor mean = rows(normalisation.mean(), m, rasters.device(), modality);
        Tensor std = rows(normalisation.std(), m, rasters.device(), modality);
        return rasters.div(new Scalar(255.0))
                .sub(mean)
                .div(std)
                .permute(0, 3, 1, 2) // [N, 3, H, W]
                .contiguous();
    }

    private static Tensor rows(float[][] table, int m, Device device, Tensor modality) {
        float[] flat = new float[m * 3];
        for (int i = 0; i < m; i++) {
            System.arraycopy(table[i], 0, flat, i * 3, 3);
        }
        return Tensors.of(flat, m, 3)
                .to(device, ScalarType.Float)
                .index_select(0, modality)
                .reshape(-1, 1, 1, 3); // [N, 1, 1, 3]
    }

    /**
     * Mean and standard deviation of each modality's channels, in 0..1.
     *
     * @param mean [M][3]
     * @param std [M][3]
     */
    public record Normalisation(float[][] mean, float[][] std) {
        private static final float[] IMAGENET_MEAN = {0.485f, 0.456f, 0.406f};
        private static final float[] IMAGENET_STD = {0.229f, 0.224f, 0.225f};

        /** ImageNet's for every modality, as in the published recipe. */
        public static Normalisation imageNet(int modalities) {
            float[][] mean = new float[modalities][];
            float[][] std = new float[modalities][];
            Arrays.fill(mean, IMAGENET_MEAN);
            Arrays.fill(std, IMAGENET_STD);
            return new Normalisation(mean, std);
        }
    }
}
