package io.lynceus.nn.unetformer;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.ConvNorm;
import java.util.List;

/**
 * Maps four levels to logits (UNetFormer, arXiv 2109.08937). Keys: {@code pre_conv}, {@code b4}, {@code p3}, {@code b3},
 * {@code p2}, {@code b2}, {@code p1}, {@code segmentation_head.0}, {@code segmentation_head.2.0}.
 *
 * @param name key prefix
 * @param in channels of each level
 * @param classes K
 */
public record UnetFormerDecoder(String name, int in, int classes) implements Block {
    private static final int WIDTH = 64;
    private static final double DROPOUT = 0.1;

    private ConvNorm enter() {
        return ConvNorm.of(name + ".pre_conv", in, WIDTH, 1, Activation.NONE);
    }

    private GlobalLocalBlock block(int level) {
        return new GlobalLocalBlock(name + ".b" + level, WIDTH);
    }

    private WeightedMerge merge(int level) {
        return new WeightedMerge(name + ".p" + level, in, WIDTH);
    }

    private FeatureRefinement refine() {
        return new FeatureRefinement(name + ".p1", in, WIDTH);
    }

    private ConvNorm smooth() {
        return ConvNorm.of(name + ".segmentation_head.0", WIDTH, WIDTH, 3, Activation.RELU6);
    }

    private Conv classify() {
        return new Conv(name + ".segmentation_head.2.0", WIDTH, classes, 1, Convolution.POINTWISE, false);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(enter());
        parameters.add(block(4));
        parameters.add(merge(3));
        parameters.add(block(3));
        parameters.add(merge(2));
        parameters.add(block(2));
        parameters.add(refine());
        parameters.add(smooth());
        parameters.add(classify());
    }

    /**
     * Computes logits [B, K, h, w] at the finest level's size.
     *
     * @param levels [B, in, ·], finest first, each half as large as the one before
     * @param finest h and w; the coarsest level, an eighth of them, has at least 5 rows and columns, so that its windows can be
     *     filled by mirroring
     */
    public <V> V forward(Ops<V> ops, List<V> levels, Grid finest) {
        Grid coarsest = finest.coarser(8);
        if (Math.min(coarsest.height(), coarsest.width()) <= GlobalLocalAttention.WINDOW / 2) {
            throw new IllegalArgumentException(
                    "the decoder's coarsest map has " + coarsest.height() + " x " + coarsest.width()
                            + " cells, at least 5 x 5 are needed: give an image of 160 x 160 pixels or more");
        }
        V x = block(4).forward(ops, enter().forward(ops, levels.get(3)), coarsest); // [B, C, h/8, w/8]
        x = merge(3).forward(ops, x, levels.get(2), finest.coarser(4)); // [B, C, h/4, w/4]
        x = block(3).forward(ops, x, finest.coarser(4));
        x = merge(2).forward(ops, x, levels.get(1), finest.coarser(2)); // [B, C, h/2, w/2]
        x = block(2).forward(ops, x, finest.coarser(2));
        x = refine().forward(ops, x, levels.get(0), finest); // [B, C, h, w]
        return classify().forward(ops, ops.dropoutChannels(smooth().forward(ops, x), DROPOUT));
    }
}
