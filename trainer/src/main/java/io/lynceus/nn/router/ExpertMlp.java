package io.lynceus.nn.router;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.List;

/**
 * One ReLU perceptron per modality, chosen row by row. Keys: {@code layers.i.weight} [M, out, in], {@code layers.i.bias}
 * [M, 1, out].
 */
record ExpertMlp(String name, int modalities, List<Integer> widths) implements Block {
    ExpertMlp {
        widths = List.copyOf(widths);
    }

    @Override
    public void declare(ParameterList parameters) {
        for (int i = 0; i + 1 < widths.size(); i++) {
            int in = widths.get(i);
            int out = widths.get(i + 1);
            parameters.add(name + ".layers." + i + ".weight", Initialiser.glorot(in, out), modalities, out, in);
            parameters.add(name + ".layers." + i + ".bias", Initialiser.ZEROS, modalities, 1, out);
        }
    }

    /** Maps x [N, in] to [N, out], by the perceptrons of int64 [N] modalities. */
    <V> V forward(Ops<V> ops, V x, V modality) {
        V y = ops.unsqueeze(x, 1); // [N, 1, in]
        int layers = widths.size() - 1;
        for (int i = 0; i < layers; i++) {
            V weight = ops.gather(ops.permute(ops.parameter(name + ".layers." + i + ".weight"), 0, 2, 1), modality);
            V bias = ops.gather(ops.parameter(name + ".layers." + i + ".bias"), modality);
            y = ops.add(ops.matmul(y, weight), bias); // [N, 1, out]
            y = i == layers - 1 ? y : ops.relu(y);
        }
        return ops.reshape(y, -1, widths.get(layers));
    }
}
