package io.lynceus.nn.cmtb;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Sets;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.PointwiseConv;
import java.util.ArrayList;
import java.util.List;

/**
 * The self-query hub: each modality scores its own map, cell by cell, and is raised by the score; of the others of a set a modality
 * gets the largest value at each cell. Keys: {@code score_nets.m.0} (depthwise), {@code score_nets.m.1} (to one channel).
 *
 * @param name key prefix
 * @param modalities M
 * @param channels of the maps
 */
record SelfQueryHub(String name, int modalities, int channels) implements Block {
    private static final int KERNEL = 3;

    /** A value below every feature that every float type can hold. */
    private static final float NOTHING = -6e4f;

    private Conv around(int modality) {
        return Conv.depthwise(name + ".score_nets." + modality + ".0", channels, KERNEL);
    }

    private PointwiseConv score(int modality) {
        return new PointwiseConv(name + ".score_nets." + modality + ".1", channels, 1);
    }

    @Override
    public void declare(ParameterList parameters) {
        for (int m = 0; m < modalities; m++) {
            parameters.add(around(m));
            parameters.add(score(m));
        }
    }

    /**
     * Returns the merged map of the other modalities for each modality.
     *
     * @param sides [B, C, h, w], one for each modality
     * @return [B, C, h, w], one for each modality; zeros where a set has no other modality
     */
    <V> List<V> forward(Ops<V> ops, List<V> sides, Sets<V> sets) {
        List<V> raised = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            V x = sides.get(m);
            V score = ops.sigmoid(score(m).forward(ops, around(m).forward(ops, x))); // [B, 1, h, w]
            V absent = ops.scale(ops.sub(sets.present(ops, m, 4), one(ops)), -NOTHING); // [B, 1, 1, 1], 0 where present
            raised.add(ops.add(ops.add(x, ops.mul(x, score)), absent));
        }
        List<V> merged = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            merged.add(ops.mul(largestBut(ops, raised, m), Cmtb.accompanied(ops, sets, m)));
        }
        return merged;
    }

    private static <V> V one(Ops<V> ops) {
        return ops.constant(new float[] {1}, 1);
    }

    private static <V> V largestBut(Ops<V> ops, List<V> maps, int own) {
        List<V> others = new ArrayList<>(maps);
        others.remove(own);
        return others.stream().reduce(ops::maximum).orElseThrow();
    }
}
