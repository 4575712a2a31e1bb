package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.List;

/**
 * MoBaNet's DGFM (arXiv 2603.17705): z = g · x + (1 - g) · y, where a gate for each channel and cell looks at both maps and at
 * their difference. Gates start at one half. Keys: {@code reduce.0}, {@code reduce.1}, {@code gate.0}, {@code gate.1},
 * {@code gate.3}.
 *
 * @param name key prefix
 * @param channels C
 */
public record DifferenceGate(String name, int channels) implements Block {
    private static final int RATIO = 8;
    private static final int LEAST = 32;
    private static final double EPSILON = 1e-5;

    private int hidden() {
        return Math.max(LEAST, channels / RATIO);
    }

    private Conv reduce(int which) {
        return new Conv(name + ".reduce." + which, channels, hidden(), 1, Convolution.POINTWISE, false);
    }

    private Conv mix() {
        return new Conv(name + ".gate.0", 3 * hidden(), hidden(), 1, Convolution.POINTWISE, false);
    }

    private GroupNorm norm() {
        return new GroupNorm(name + ".gate.1", 1, hidden(), EPSILON);
    }

    private Conv spread() {
        return new Conv(name + ".gate.3", hidden(), channels, 1, Convolution.POINTWISE, true);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(reduce(0));
        parameters.add(reduce(1));
        parameters.add(mix());
        parameters.add(norm());
        parameters.add(spread().name() + ".weight", Initialiser.ZEROS, channels, hidden(), 1, 1);
        parameters.add(spread().name() + ".bias", Initialiser.ZEROS, channels);
    }

    /**
     * @param x [B, C, h, w], zeros where absent
     * @param y [B, C, h, w], zeros where absent
     * @param hasX [B, 1, 1, 1], 1 where x is there
     * @param hasY [B, 1, 1, 1], 1 where y is there
     * @return [B, C, h, w]; what is there where the other one is absent
     */
    public <V> V forward(Ops<V> ops, V x, V y, V hasX, V hasY) {
        V r = reduce(0).forward(ops, x); // [B, hidden, h, w]
        V d = reduce(1).forward(ops, y);
        V mixed = mix().forward(ops, ops.concat(1, List.of(r, d, ops.abs(ops.sub(r, d)))));
        V gate = ops.sigmoid(spread().forward(ops, ops.gelu(norm().forward(ops, mixed)))); // [B, C, h, w]
        V both = ops.mul(hasX, hasY);
        V share = ops.add(ops.mul(gate, both), ops.sub(hasX, both)); // 1 where x alone is there, 0 where y is
        return ops.add(y, ops.mul(share, ops.sub(x, y)));
    }
}
