package io.lynceus.nn.adapter;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Linear;

/**
 * The perceptron of a transformer block, two linear maps with GELU between them, at both of which an adapter can act.
 *
 * @param block the place of the block that it belongs to
 * @param hidden first map
 * @param output second map
 * @param adapter that of the backbone
 */
public record AdaptedPerceptron(Place block, Linear hidden, Linear output, Adapter adapter) implements Block {
    private Place hiddenPlace() {
        return block.inner(Place.Kind.HIDDEN, hidden);
    }

    private Place outputPlace() {
        return block.inner(Place.Kind.OUTPUT, output);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(hidden);
        adapter.declare(parameters, hiddenPlace());
        parameters.add(output);
        adapter.declare(parameters, outputPlace());
    }

    /** Maps rows [N·tokens, in] to [N·tokens, out]; a frame has {@code tokens} rows, one after the other. */
    public <V> V forward(Ops<V> ops, V rows, int tokens, Hooks<V> hooks) {
        V inner = ops.gelu(hooks.project(ops, hiddenPlace(), hidden, rows, tokens));
        return hooks.project(ops, outputPlace(), output, inner, tokens);
    }
}
