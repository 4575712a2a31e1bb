package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleBatch;
import io.lynceus.network.Batch;
import io.lynceus.network.Network;
import io.lynceus.nn.DType;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Predicts with libtorch, from parameters that may still be training. */
public final class TorchPredictor implements Predictor {
    private final Network network;
    private final Parameters parameters;

    public TorchPredictor(Network network, Parameters parameters) {
        this.network = network;
        this.parameters = parameters;
    }

    /** The logits at the samples' size: [B, K, H, W], owned by the open scope. */
    private Tensor logits(TorchOps ops, SampleBatch batch) {
        Batch<Tensor> input = batch.normalised(ops, network.normalisations());
        return network.predict(ops, input).fused().resized(ops, input.image());
    }

    @Override
    public float[] scores(Sample sample, int classes) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            SampleBatch batch = SampleBatch.of(List.of(sample), parameters.device());
            return Tensors.floats(logits(TorchOps.evaluation(parameters), batch));
        }
    }

    @Override
    public List<byte[]> masks(List<Sample> samples) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            SampleBatch batch = SampleBatch.of(samples, parameters.device());
            TorchOps ops = TorchOps.evaluation(parameters);
            Tensor logits = logits(ops, batch);
            byte[] all = Tensors.bytes(ops.cast(ops.argmax(logits, false, 1), DType.UINT8)); // [B, H, W]
            int pixels = batch.height() * batch.width();
            List<byte[]> masks = new ArrayList<>(samples.size());
            for (int i = 0; i < samples.size(); i++) {
                masks.add(Arrays.copyOfRange(all, i * pixels, (i + 1) * pixels));
            }
            return masks;
        }
    }
}
