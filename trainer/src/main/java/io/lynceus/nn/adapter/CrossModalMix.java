package io.lynceus.nn.adapter;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Initialiser.Kind;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Sets;
import java.util.List;

/**
 * Two modalities of a set share what each has learned: z_m = l_m · d_m + (1 - l_m) · d_other, with a learned l_m for each
 * (MFNet, TGRS 2025). Where the other one is absent, z_m = d_m. Keys: {@code 0}, {@code 1}, each [1].
 */
record CrossModalMix(String name) implements Block {
    static final int MODALITIES = 2;
    private static final double START = 0.5;

    @Override
    public void declare(ParameterList parameters) {
        for (int m = 0; m < MODALITIES; m++) {
            parameters.add(name + "." + m, new Initialiser(Kind.CONSTANT, START), 1);
        }
    }

    /** Maps frames [N, tokens, C] to the same shape. */
    <V> V forward(Ops<V> ops, V d, Sets<V> sets, V modality) {
        List<V> sides = sets.sides(ops, d, 3); // [B, tokens, C] for each modality
        V other = sets.ragged(ops, List.of(sides.get(1), sides.get(0)), 3); // [N, tokens, C], 0 where absent
        List<V> presence = List.of(sets.present(ops, 1, 3), sets.present(ops, 0, 3));
        V there = sets.ragged(ops, presence, 3); // [N, 1, 1], 1 where the other one is there
        V factors = ops.concat(0, List.of(ops.parameter(name + ".0"), ops.parameter(name + ".1"))); // [2]
        V own = ops.reshape(ops.gather(factors, modality), -1, 1, 1); // [N, 1, 1]
        V share = ops.sub(ops.constant(new float[] {1}, 1), own);
        return ops.add(d, ops.mul(share, ops.sub(other, ops.mul(d, there))));
    }
}
