package io.lynceus.nn.router;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.LayerNorm;
import java.util.ArrayList;
import java.util.List;

/**
 * Fuses the pyramids of a set's frames: their mean plus their routed sum (MLE-SAM, equations 7 and 10). Both are linear in the
 * frames, so that each level is one product with [B, N] weights. Keys of the normalised form: {@code norms.j.weight},
 * {@code norms.j.bias} [C_j].
 *
 * @param name key prefix
 * @param channels C_j per level, coarsest first
 * @param form how the sum is scaled
 */
public record PyramidFusion(String name, List<Integer> channels, Form form) implements Block {
    private static final double NORM_EPSILON = 1e-6;

    /** How the sum of mean and routed sum is scaled. */
    public enum Form {
        /** The equations to the letter: the scale of the sum depends on how many frames a set has. */
        PUBLISHED,
        /** The kept routing weights are divided by their sum, and a layer normalisation follows: every set has one scale. */
        NORMALISED
    }

    public PyramidFusion {
        channels = List.copyOf(channels);
    }

    private LayerNorm norm(int level) {
        return new LayerNorm(name + ".norms." + level, channels.get(level), NORM_EPSILON);
    }

    @Override
    public void declare(ParameterList parameters) {
        if (form == Form.NORMALISED) {
            for (int level = 0; level < channels.size(); level++) {
                parameters.add(norm(level));
            }
        }
    }

    /**
     * The fused maps [B, h, w, C_j] of every level, coarsest first.
     *
     * @param frames [N, h, w, C_j] per level
     * @param routing [B, N] per level
     * @param belief float32 [B, N], how much each frame of a set counts in the mean; 0 where it is absent
     * @param coarse h and w of the coarsest level; each further level is twice as fine
     */
    public <V> List<V> forward(Ops<V> ops, List<V> frames, List<V> routing, V belief, Grid coarse) {
        V mean = ops.div(belief, ops.sum(belief, true, -1)); // [B, N]
        List<V> fused = new ArrayList<>();
        for (int level = 0; level < frames.size(); level++) {
            Grid grid = coarse.finer(1 << level);
            V flat = ops.reshape(frames.get(level), -1, (long) grid.cells() * channels.get(level)); // [N, h·w·C]
            V sum = ops.matmul(ops.add(mean, scaled(ops, routing.get(level))), flat); // [B, h·w·C]
            V map = ops.reshape(sum, -1, grid.height(), grid.width(), channels.get(level));
            fused.add(form == Form.NORMALISED ? norm(level).forward(ops, map) : map);
        }
        return fused;
    }

    private <V> V scaled(Ops<V> ops, V routing) {
        return form == Form.NORMALISED ? ops.div(routing, ops.sum(routing, true, -1)) : routing;
    }
}
