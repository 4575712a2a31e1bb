package io.lynceus.nn.router;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.Mlp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weighs the frames of each set: scores, softmax over the frames that are present, the top k kept, level by level. MLE-SAM,
 * equations 8 to 10. Keys: {@code levels.j.*} or {@code scorer.*}.
 *
 * @param name key prefix
 * @param channels per level, coarsest first
 * @param modalities their number M
 * @param routing how a frame is scored
 * @param topK how many frames of a set keep their weight; the others get 0, and nothing is renormalised
 */
public record ModalityRouter(String name, List<Integer> channels, int modalities, Routing routing, int topK)
        implements Block {
    private static final int HIDDEN = 128;
    private static final int NARROW = 32;
    /** Far below any score, and within the range of float16, where 1e9 would be infinite. */
    private static final double ABSENT = 1e4;

    public ModalityRouter {
        channels = List.copyOf(channels);
        if (topK < 1) {
            throw new IllegalArgumentException("top-k of router " + name + " is " + topK + "; keep at least 1 frame");
        }
    }

    private Mlp scorer(int level) {
        return new Mlp(name + ".levels." + level, List.of(channels.get(level), HIDDEN, 1), Activation.RELU);
    }

    private ExpertMlp expertScorer() {
        return new ExpertMlp(name + ".scorer", modalities, List.of(channels.get(0), HIDDEN, NARROW, 1));
    }

    private CrossModalityScorer linearScorer(int level) {
        return new CrossModalityScorer(name + ".levels." + level, modalities, channels.get(level));
    }

    @Override
    public void declare(ParameterList parameters) {
        IntStream levels = IntStream.range(0, channels.size());
        switch (routing) {
            case SHARED -> levels.mapToObj(this::scorer).forEach(parameters::add);
            case PER_MODALITY -> parameters.add(expertScorer());
            case LINEAR -> levels.mapToObj(this::linearScorer).forEach(parameters::add);
        }
    }

    /**
     * Computes the weights [B, N] of every level, coarsest first, 0 where a frame is absent or dropped.
     *
     * @param maps [N, h, w, C] per level, coarsest first
     * @param modality int64 [N]
     * @param membership float32 [B, N]
     * @param belief float32 [B, N], a factor of each weight before the k largest are kept; {@code membership} where all frames
     *     are believed
     */
    public <V> List<V> forward(Ops<V> ops, List<V> maps, V modality, V membership, V belief) {
        List<V> means = maps.stream().map(map -> ops.mean(map, false, 1, 2)).toList(); // [N, C]
        List<V> weights = new ArrayList<>();
        for (V scores : scores(ops, means, modality, membership)) {
            weights.add(weigh(ops, scores, membership, belief));
        }
        return weights;
    }

    private <V> List<V> scores(Ops<V> ops, List<V> means, V modality, V membership) {
        IntStream levels = IntStream.range(0, channels.size());
        return switch (routing) {
            case SHARED ->
                levels.mapToObj(level -> ops.permute(scorer(level).forward(ops, means.get(level)), 1, 0)) // [1, N]
                        .toList();
            case PER_MODALITY -> {
                V scores = ops.permute(expertScorer().forward(ops, means.get(0), modality), 1, 0); // [1, N]
                yield levels.mapToObj(level -> scores).toList();
            }
            case LINEAR ->
                levels.mapToObj(level ->
                                linearScorer(level).forward(ops, means.get(level), modality, membership)) // [B, N]
                        .toList();
        };
    }

    /** Applies softmax over the members of each set, multiplies by belief, then keeps the k largest: scores [1 or B, N] to weights [B, N]. */
    <V> V weigh(Ops<V> ops, V scores, V membership, V belief) {
        V one = ops.constant(new float[] {1}, 1);
        V absence = ops.scale(ops.sub(membership, one), ABSENT); // 0 present, -1e4 absent
        V soft = ops.mul(ops.softmax(ops.add(scores, absence), -1), belief);
        return ops.mul(soft, ops.topKMask(soft, topK));
    }
}
