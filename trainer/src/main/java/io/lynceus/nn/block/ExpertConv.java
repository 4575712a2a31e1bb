package io.lynceus.nn.block;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import java.util.List;
import java.util.function.Function;

/**
 * A 1 × 1 convolution on tokens with one expert per modality, chosen frame by frame; with a single expert, an ordinary one.
 *
 * @param experts one per modality, of equal sizes, or one for all
 */
public record ExpertConv(List<PointwiseConv> experts) {
    public ExpertConv {
        experts = List.copyOf(experts);
    }

    /**
     * Maps [N, h, w, in] to [N, h, w, out].
     *
     * @param modality int64 [N]
     */
    public <V> V forward(Ops<V> ops, V x, Grid grid, V modality) {
        PointwiseConv first = experts.get(0);
        V y;
        if (experts.size() == 1) {
            y = first.forwardRows(ops, x); // [N·h·w, out]
        } else {
            V weights = stack(ops, conv -> conv.name() + ".weight", first.out(), first.in()); // [M, out, in]
            V biases = stack(ops, conv -> conv.name() + ".bias", 1, first.out()); // [M, 1, out]
            V cells = ops.reshape(x, -1, grid.cells(), first.in()); // [N, h·w, in]
            V product = ops.matmul(cells, ops.gather(ops.permute(weights, 0, 2, 1), modality));
            y = ops.add(product, ops.gather(biases, modality)); // [N, h·w, out]
        }
        return ops.reshape(y, -1, grid.height(), grid.width(), first.out());
    }

    private <V> V stack(Ops<V> ops, Function<PointwiseConv, String> key, long... shape) {
        List<V> parts = experts.stream().map(key).map(ops::parameter).toList();
        return ops.reshape(ops.concat(0, parts), experts.size(), shape[0], shape[1]);
    }
}
