package io.lynceus.nn.mit;

import io.lynceus.nn.Backbone;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The Mix Transformer. Each stage embeds overlapping patches of the normalised map before it. An adapter can act at stages and
 * blocks; its result for a stage's normalised map is that stage's output and the next one's input. Keys under {@code name}, as in
 * the official files: {@code patch_embed{1..4}.{proj,norm}}, {@code block{1..4}.i}, {@code norm{1..4}}.
 *
 * @param name key prefix
 * @param size sizes
 * @param adapter the trained part that is added
 */
public record Mit(String name, MitSize size, Adapter adapter) implements Backbone {
    /** The epsilon of every layer normalisation. */
    public static final double EPSILON = 1e-5;

    private static final double DROP_PATH = 0.1;
    private static final int FIRST_STRIDE = 4;

    /** Returns overlapping patches: 7 × 7 at every fourth pixel, then 3 × 3 at every second cell. */
    private Conv patches(int stage) {
        int in = stage == 0 ? 3 : channels().get(stage - 1);
        int stride = stride(stage);
        int kernel = 2 * stride - 1;
        Convolution how = Convolution.strided(stride, kernel / 2);
        String key = name + ".patch_embed" + (stage + 1) + ".proj";
        return new Conv(key, in, channels().get(stage), kernel, how, true);
    }

    private static int stride(int stage) {
        return stage == 0 ? FIRST_STRIDE : 2;
    }

    private LayerNorm patchNorm(int stage) {
        return norm(stage, ".patch_embed" + (stage + 1) + ".norm");
    }

    private LayerNorm stageNorm(int stage) {
        return norm(stage, ".norm" + (stage + 1));
    }

    private LayerNorm norm(int stage, String key) {
        return new LayerNorm(name + key, channels().get(stage), EPSILON);
    }

    private List<MitBlock> blocks(int stage) {
        int channels = channels().get(stage);
        return IntStream.range(0, size.depth(stage))
                .mapToObj(i -> {
                    int index = before(stage) + i;
                    String key = name + ".block" + (stage + 1) + "." + i;
                    Place place = new Place(Place.Kind.BLOCK, key, stage, index, channels, channels);
                    double dropPath = DROP_PATH * index / Math.max(1, before(MitSize.STAGES) - 1);
                    return new MitBlock(place, size.heads(stage), size.reduction(stage), dropPath, adapter);
                })
                .toList();
    }

    /** Counts the blocks of all stages before one. */
    private int before(int stage) {
        return IntStream.range(0, stage).map(size::depth).sum();
    }

    private Place place(int stage) {
        int channels = channels().get(stage);
        String key = name + ".block" + (stage + 1);
        return new Place(Place.Kind.STAGE, key, stage, before(stage), channels, channels);
    }

    @Override
    public void declare(ParameterList parameters) {
        for (int stage = 0; stage < MitSize.STAGES; stage++) {
            parameters.add(patches(stage));
            parameters.add(patchNorm(stage));
            blocks(stage).forEach(parameters::add);
            parameters.add(stageNorm(stage));
            adapter.declare(parameters, place(stage));
        }
    }

    @Override
    public List<Integer> channels() {
        return size.channels();
    }

    @Override
    public List<Grid> grids(Grid image) {
        return image.pyramid(FIRST_STRIDE, MitSize.STAGES);
    }

    /** Computes maps of strides 4, 8, 16 and 32; H and W are multiples of 32. */
    @Override
    public <V> List<V> forward(Ops<V> ops, V pixels, Grid image, Ragged<V> frames) {
        Hooks<V> hooks = adapter.on(ops, frames);
        List<V> maps = new ArrayList<>();
        V map = pixels;
        for (int stage = 0; stage < MitSize.STAGES; stage++) {
            V patches = patches(stage).forward(ops, map); // [N, C, h, w]
            V x = patchNorm(stage).forward(ops, ops.permute(patches, 0, 2, 3, 1)); // [N, h, w, C]
            x = hooks.enter(ops, place(stage), x, grids(image).get(stage));
            for (MitBlock block : blocks(stage)) {
                x = block.forward(ops, x, grids(image).get(stage), hooks);
            }
            x = hooks.leave(ops, place(stage), stageNorm(stage).forward(ops, x));
            maps.add(x);
            map = ops.permute(x, 0, 3, 1, 2); // [N, C, h, w]
        }
        return maps;
    }
}
