package io.lynceus.data;

import io.lynceus.network.Batch;
import io.lynceus.network.Normalisation;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Samples as tensors, in the ragged form that serving uses: only frames that are there have a row. The tensors belong to the
 * scope that is open when {@link #of} is called.
 *
 * @param rasters uint8 [N, H, W, 3]
 * @param modality int64 [N]
 * @param membership float32 [B, N], 1 where frame n belongs to sample b
 * @param height H
 * @param width W
 */
public record SampleBatch(Tensor rasters, Tensor modality, Tensor membership, int height, int width) {

    /** Makes a batch of the samples' frames; all must have the same size. */
    public static SampleBatch of(List<Sample> samples, Device device) {
        int height = samples.get(0).height();
        int width = samples.get(0).width();
        int n = samples.stream().mapToInt(sample -> sample.frames().size()).sum();
        int b = samples.size();
        byte[] rasters = new byte[n * height * width * 3];
        long[] modality = new long[n];
        float[] membership = new float[b * n];
        int row = 0;
        for (int s = 0; s < b; s++) {
            Sample sample = samples.get(s);
            for (Sample.Frame frame : sample.frames()) {
                System.arraycopy(frame.raster(), 0, rasters, row * height * width * 3, height * width * 3);
                modality[row] = frame.modality();
                membership[s * n + row++] = 1;
            }
        }
        return new SampleBatch(
                Tensors.of(rasters, n, height, width, 3).to(device, ScalarType.Byte),
                Tensors.of(modality, n).to(device, ScalarType.Long),
                Tensors.of(membership, b, n).to(device, ScalarType.Float),
                height,
                width);
    }

    /** Makes a tensor of the samples' labels, each of its frames' size: int64 [B, H, W]. */
    public static Tensor labels(List<Sample> samples, Device device) {
        int height = samples.get(0).height();
        int width = samples.get(0).width();
        byte[] labels = new byte[samples.size() * height * width];
        for (int s = 0; s < samples.size(); s++) {
            byte[] label = samples.get(s).label().classIds();
            System.arraycopy(label, 0, labels, s * height * width, height * width);
        }
        return Tensors.of(labels, samples.size(), height, width).to(device, ScalarType.Long);
    }

    /** Returns the quality of every frame: float32 [N]. */
    public static Tensor quality(List<Sample> samples, Device device) {
        List<Sample.Frame> frames =
                samples.stream().flatMap(sample -> sample.frames().stream()).toList();
        float[] quality = new float[frames.size()];
        for (int i = 0; i < quality.length; i++) {
            quality[i] = frames.get(i).quality();
        }
        return Tensors.of(quality, quality.length).to(device, ScalarType.Float);
    }

    /** Normalises the batch for the network. */
    public Batch<Tensor> normalised(Ops<Tensor> ops, List<Normalisation> normalisations) {
        return new Batch<>(
                Normalisation.apply(ops, normalisations, rasters, modality),
                new Ragged<>(modality, membership),
                new Grid(height, width));
    }
}
