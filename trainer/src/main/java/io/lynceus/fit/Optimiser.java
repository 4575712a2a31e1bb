package io.lynceus.fit;

import java.nio.file.Path;
import java.util.Collection;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * AdamW in two groups: weights decay, one-dimensional parameters (biases, norms) do not. It must be made outside any scope of a
 * step.
 */
final class Optimiser implements AutoCloseable {
    private final AdamW adam;
    private final TensorVector all;

    Optimiser(Collection<Tensor> parameters, double weightDecay) {
        TensorVector decayed = vector(parameters, true);
        TensorVector plain = vector(parameters, false);
        this.all = new TensorVector(parameters.toArray(new Tensor[0]));
        this.adam = new AdamW(decayed, options(weightDecay));
        adam.add_param_group(new OptimizerParamGroup(plain, options(0)));
    }

    void zeroGradients() {
        adam.zero_grad();
    }

    /** Scales the gradients to a norm of at most {@code largestNorm}, then steps. Returns the norm before. */
    double step(double learningRate, double largestNorm) {
        double norm = torch.clip_grad_norm_(all, largestNorm);
        for (int group = 0; group < adam.param_groups().size(); group++) {
            adam.param_groups().get(group).options().set_lr(learningRate);
        }
        adam.step();
        return norm;
    }

    void save(Path file) {
        try (OutputArchive archive = new OutputArchive()) {
            adam.save(archive);
            archive.save_to(file.toString());
        }
    }

    void load(Path file) {
        try (InputArchive archive = new InputArchive()) {
            archive.load_from(file.toString());
            adam.load(archive);
        }
    }

    @Override
    public void close() {
        adam.close();
        all.close();
    }

    private static TensorVector vector(Collection<Tensor> parameters, boolean decays) {
        return new TensorVector(
                parameters.stream().filter(p -> p.dim() > 1 == decays).toArray(Tensor[]::new));
    }

    private static AdamWOptions options(double weightDecay) {
        AdamWOptions options = new AdamWOptions();
        options.weight_decay().put(weightDecay);
        return options;
    }
}
