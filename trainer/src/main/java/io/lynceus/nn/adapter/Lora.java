package io.lynceus.nn.adapter;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;

/**
 * Low-rank updates of a linear map, one per modality (an expert), chosen frame by frame: y = x A_mᵀ B_mᵀ, without scaling.
 * Keys: {@code A} [modalities, rank, in], {@code B} [modalities, out, rank]. B starts at zero, so the map starts unchanged.
 * MLE-SAM (arXiv 2412.04220), equations 4 and 5.
 */
public record Lora(String name, int modalities, int rank, int in, int out) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        ParameterList experts = parameters.in("lora", Role.TRAINED);
        experts.add(name + ".A", Initialiser.kaiming(in), modalities, rank, in);
        experts.add(name + ".B", Initialiser.ZEROS, modalities, out, rank);
    }

    /**
     * Computes the update [N, T, out] for tokens.
     *
     * @param x [N, T, in]
     * @param modality int64 [N], whose expert each frame takes
     */
    public <V> V forward(Ops<V> ops, V x, V modality) {
        V down = ops.gather(ops.permute(ops.parameter(name + ".A"), 0, 2, 1), modality); // [N, in, rank]
        V up = ops.gather(ops.permute(ops.parameter(name + ".B"), 0, 2, 1), modality); // [N, rank, out]
        return ops.matmul(ops.matmul(x, down), up);
    }

    /** Computes the update as whole matrices B A: [modalities, out, in]. */
    public <V> V product(Ops<V> ops) {
        return ops.matmul(ops.parameter(name + ".B"), ops.parameter(name + ".A"));
    }
}
