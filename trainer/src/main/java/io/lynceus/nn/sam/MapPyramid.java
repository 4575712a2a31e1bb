package io.lynceus.nn.sam;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.BatchNorm;
import io.lynceus.nn.block.DoublingConv;
import io.lynceus.nn.block.LayerNorm;
import java.util.List;

/**
 * Four levels from one map of a sixteenth of the image's size: enlarged four and two times, as it is, and the maxima of 2 × 2
 * cells. Keys: {@code s4.0}, {@code s4.1}, {@code s4.3}, {@code s8.0}.
 *
 * @param name key prefix
 * @param width channels of the map and of each level
 * @param norm how the finest level is normalised between its two steps
 */
public record MapPyramid(String name, int width, Norm norm) implements Block {
    /** A normalisation; MFNet's code has one for each modality. */
    public enum Norm {
        LAYER,
        BATCH
    }

    private DoublingConv conv(String key) {
        return new DoublingConv(name + key, width, width);
    }

    private LayerNorm layerNorm() {
        return new LayerNorm(name + ".s4.1", width, SamBlock.EPSILON);
    }

    private BatchNorm batchNorm() {
        return new BatchNorm(name + ".s4.1", width);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(conv(".s4.0"));
        parameters.add(norm == Norm.LAYER ? layerNorm() : batchNorm());
        parameters.add(conv(".s4.3"));
        parameters.add(conv(".s8.0"));
    }

    /** Maps tokens [B, h, w, C] to maps [B, C, 4h, 4w], [B, C, 2h, 2w], [B, C, h, w], [B, C, h/2, w/2]. */
    public <V> List<V> forward(Ops<V> ops, V tokens) {
        V map = ops.permute(tokens, 0, 3, 1, 2); // [B, C, h, w]
        return List.of(finest(ops, tokens), map(ops, conv(".s8.0").forward(ops, tokens)), map, ops.maxPool(map, 2));
    }

    private <V> V finest(Ops<V> ops, V tokens) {
        V doubled = conv(".s4.0").forward(ops, tokens); // [B, 2h, 2w, C]
        V normed = norm == Norm.LAYER
                ? layerNorm().forward(ops, doubled)
                : ops.permute(batchNorm().forward(ops, map(ops, doubled)), 0, 2, 3, 1);
        return map(ops, conv(".s4.3").forward(ops, ops.gelu(normed))); // [B, C, 4h, 4w]
    }

    private static <V> V map(Ops<V> ops, V tokens) {
        return ops.permute(tokens, 0, 3, 1, 2);
    }
}
