package io.lynceus.nn.balance;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Linear;
import java.util.ArrayList;
import java.util.List;

/**
 * A bottleneck for each modality, chosen frame by frame: down, ReLU, dropout, up, without a shortcut. Keys: {@code m.down},
 * {@code m.up}. The way up starts at zero.
 *
 * @param name key prefix
 * @param modalities M
 * @param channels of the tokens
 * @param hidden width of the bottleneck
 */
record ModalityAdapters(String name, int modalities, int channels, int hidden) implements Block {
    private static final double DROPOUT = 0.1;

    private Linear down(int modality) {
        return new Linear(name + "." + modality + ".down", channels, hidden);
    }

    private Linear up(int modality) {
        return new Linear(name + "." + modality + ".up", hidden, channels);
    }

    @Override
    public void declare(ParameterList parameters) {
        for (int m = 0; m < modalities; m++) {
            parameters.add(down(m));
            parameters.add(up(m).name() + ".weight", Initialiser.ZEROS, channels, hidden);
            parameters.add(up(m).name() + ".bias", Initialiser.ZEROS, channels);
        }
    }

    /**
     * Maps [N, tokens, channels] to the same shape.
     *
     * @param modality int64 [N]
     */
    <V> V forward(Ops<V> ops, V x, V modality) {
        List<Linear> downs = new ArrayList<>();
        List<Linear> ups = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            downs.add(down(m));
            ups.add(up(m));
        }
        V low = ops.dropout(ops.relu(own(ops, downs, x, modality)), DROPOUT); // [N, tokens, hidden]
        return own(ops, ups, low, modality);
    }

    /** Applies the map of each frame's modality: [N, tokens, in] to [N, tokens, out]. */
    private static <V> V own(Ops<V> ops, List<Linear> maps, V x, V modality) {
        Linear first = maps.get(0);
        List<V> weights =
                maps.stream().map(map -> ops.parameter(map.name() + ".weight")).toList();
        List<V> biases =
                maps.stream().map(map -> ops.parameter(map.name() + ".bias")).toList();
        V weight = ops.reshape(ops.concat(0, weights), maps.size(), first.out(), first.in());
        V bias = ops.reshape(ops.concat(0, biases), maps.size(), 1, first.out());
        V product = ops.matmul(x, ops.gather(ops.permute(weight, 0, 2, 1), modality));
        return ops.add(product, ops.gather(bias, modality));
    }
}
