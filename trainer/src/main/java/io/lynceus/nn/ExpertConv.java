package io.lynceus.nn;

import java.util.List;
import java.util.function.Function;

/**
 * A 1 × 1 convolution with one expert per modality, chosen frame by frame; with a single expert, an ordinary one.
 *
 * @param experts one per modality, of equal sizes, or one for all
 */
public record ExpertConv(List<PointwiseConv> experts) {
    public ExpertConv {
        experts = List.copyOf(experts);
    }

    /**
     * [N, in, h, w] to [N, out, h, w].
     *
     * @param modality int64 [N]
     */
    public <V> V forward(Ops<V> ops, V x, Grid grid, V modality) {
        PointwiseConv first = experts.get(0);
        if (experts.size() == 1) {
            return first.forward(ops, x);
        }
        V weights = stack(ops, conv -> conv.name() + ".weight", first.out(), first.in()); // [M, out, in]
        V biases = stack(ops, conv -> conv.name() + ".bias", first.out(), 1); // [M, out, 1]
        V cells = ops.reshape(x, -1, first.in(), grid.cells()); // [N, in, h·w]
        V y = ops.matmul(ops.gather(weights, modality), cells);
        y = ops.add(y, ops.gather(biases, modality)); // [N, out, h·w]
        return ops.reshape(y, -1, first.out(), grid.height(), grid.width());
    }

    private <V> V stack(Ops<V> ops, Function<PointwiseConv, String> key, long... shape) {
        List<V> parts = experts.stream().map(key).map(ops::parameter).toList();
        return ops.reshape(ops.concat(0, parts), experts.size(), shape[0], shape[1]);
    }
}
