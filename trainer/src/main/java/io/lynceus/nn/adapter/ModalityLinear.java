package io.lynceus.nn.adapter;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Linear;
import java.util.List;

/** One linear map for each modality, chosen frame by frame; all have equal sizes. */
record ModalityLinear(List<Linear> maps) implements Block {
    ModalityLinear {
        maps = List.copyOf(maps);
    }

    @Override
    public void declare(ParameterList parameters) {
        maps.forEach(parameters::add);
    }

    /**
     * Maps [N, tokens, in] to [N, tokens, out].
     *
     * @param modality int64 [N]
     */
    <V> V forward(Ops<V> ops, V x, V modality) {
        int out = maps.get(0).out();
        List<V> biases = maps.stream()
                .map(map -> ops.reshape(ops.parameter(map.name() + ".bias"), 1, 1, out))
                .toList();
        List<String> weights = maps.stream().map(map -> map.name() + ".weight").toList();
        V product = ops.matmul(x, chosen(ops, weights, modality));
        return ops.add(product, ops.gather(ops.concat(0, biases), modality)); // biases [N, 1, out]
    }

    /** Picks each frame's matrix from one [out, in] for each modality, transposed: [N, in, out]. */
    static <V> V chosen(Ops<V> ops, List<String> matrices, V modality) {
        List<V> all = matrices.stream()
                .map(key -> ops.unsqueeze(ops.permute(ops.parameter(key), 1, 0), 0))
                .toList();
        return ops.gather(ops.concat(0, all), modality);
    }
}
