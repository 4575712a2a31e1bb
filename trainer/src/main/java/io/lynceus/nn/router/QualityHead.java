package io.lynceus.nn.router;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.ArrayList;
import java.util.List;

/**
 * Estimates how much a frame is to be believed, from the means and deviations of its feature maps: near 1 for a sound frame, near 0
 * for one that shows nothing. One perceptron per modality. Keys: {@code layers.i.weight} [M, out, in], {@code layers.i.bias}
 * [M, 1, out].
 *
 * @param name key prefix
 * @param channels C_j per level, coarsest first
 * @param modalities their number M
 */
public record QualityHead(String name, List<Integer> channels, int modalities) implements Block {
    private static final int HIDDEN = 64;
    /** An untrained head believes every frame: sigmoid(3) is 0.95. */
    private static final float TRUST = 3;

    private static final float EPSILON = 1e-6f;
    /** A set whose frames are all bad still divides by something. */
    private static final double LEAST = 1e-3;

    public QualityHead {
        channels = List.copyOf(channels);
    }

    private ExpertMlp perceptron() {
        int inputs = 2 * channels.stream().mapToInt(Integer::intValue).sum();
        return new ExpertMlp(name, modalities, List.of(inputs, HIDDEN, 1));
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(perceptron());
    }

    /**
     * The quality of each frame, float32 [N], in {@value #LEAST} to 1.
     *
     * @param maps [N, h, w, C_j] per level
     * @param modality int64 [N]
     */
    public <V> V forward(Ops<V> ops, List<V> maps, V modality) {
        List<V> statistics = new ArrayList<>();
        for (V map : maps) {
            V mean = ops.mean(map, false, 1, 2); // [N, C]
            V square = ops.mean(ops.mul(map, map), false, 1, 2);
            V variance = ops.relu(ops.sub(square, ops.mul(mean, mean)));
            statistics.add(mean);
            statistics.add(ops.sqrt(ops.add(variance, ops.constant(new float[] {EPSILON}, 1))));
        }
        V score = perceptron().forward(ops, ops.concat(1, statistics), modality); // [N, 1]
        V quality = ops.sigmoid(ops.add(score, ops.constant(new float[] {TRUST}, 1)));
        return ops.reshape(ops.clamp(quality, LEAST, 1), -1); // [N]
    }
}
