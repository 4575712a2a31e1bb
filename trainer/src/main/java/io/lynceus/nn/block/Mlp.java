package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear layers with a nonlinearity between them. Keys: {@code layers.i.weight}, {@code layers.i.bias}.
 *
 * @param widths input, hidden and output widths: at least two
 */
public record Mlp(String name, List<Integer> widths, Activation activation) implements Block {
    public Mlp {
        widths = List.copyOf(widths);
        if (widths.size() < 2) {
            throw new IllegalArgumentException("perceptron " + name + " has widths " + widths + "; give at least two");
        }
    }

    private List<Linear> layers() {
        List<Linear> layers = new ArrayList<>();
        for (int i = 0; i + 1 < widths.size(); i++) {
            layers.add(new Linear(name + ".layers." + i, widths.get(i), widths.get(i + 1)));
        }
        return layers;
    }

    /** Returns a layer, counted from 0. */
    public Linear layer(int index) {
        return layers().get(index);
    }

    @Override
    public void declare(ParameterList parameters) {
        layers().forEach(parameters::add);
    }

    /** Applies the layers to the last axis. */
    public <V> V forward(Ops<V> ops, V x) {
        List<Linear> layers = layers();
        V y = layers.get(0).forward(ops, x);
        for (Linear layer : layers.subList(1, layers.size())) {
            y = layer.forward(ops, activation.apply(ops, y));
        }
        return y;
    }
}
