package io.lynceus.nn.swin;

import io.lynceus.nn.Backbone;
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
 * The Swin Transformer. A stage's output is normalised on a branch; the next stage continues from the map before normalisation.
 * Keys under {@code name}: {@code patch_embed.{projection,norm}}, {@code stages.s.blocks.i}, {@code stages.s.downsample}, {@code
 * norm{0..3}}.
 *
 * @param name key prefix
 * @param config sizes
 * @param dropPath probability that the last block's residuals are left out while training; the first block's never are
 * @param adapter the trained part that is added
 */
public record Swin(String name, SwinConfig config, double dropPath, Adapter adapter) implements Backbone {
    static final double EPSILON = 1e-5;

    private static final int STRIDE = 4;

    private Conv patches() {
        return Conv.patches(name + ".patch_embed.projection", config.width(), STRIDE, STRIDE, 0);
    }

    private Place patchPlace() {
        return Place.patches(patches());
    }

    private LayerNorm patchNorm() {
        return new LayerNorm(name + ".patch_embed.norm", config.width(), EPSILON);
    }

    private LayerNorm norm(int stage) {
        return new LayerNorm(name + ".norm" + stage, channels().get(stage), EPSILON);
    }

    private PatchMerging merging(int stage) {
        return new PatchMerging(
                name + ".stages." + stage + ".downsample", channels().get(stage));
    }

    private Place place(int stage) {
        int channels = channels().get(stage);
        String key = name + ".stages." + stage;
        return new Place(Place.Kind.STAGE, key, stage, config.before(stage), channels, channels);
    }

    private List<SwinBlock> blocks(int stage) {
        int last = Math.max(1, config.before(SwinConfig.STAGES) - 1);
        return IntStream.range(0, config.depths().get(stage))
                .mapToObj(i -> {
                    int index = config.before(stage) + i;
                    int channels = channels().get(stage);
                    String key = name + ".stages." + stage + ".blocks." + i;
                    Place place = new Place(Place.Kind.BLOCK, key, stage, index, channels, channels);
                    int shift = i % 2 == 0 ? 0 : config.window() / 2;
                    WindowAttention attention = new WindowAttention(
                            key + ".attn.w_msa", place, config.heads(stage), config.window(), shift, adapter);
                    return new SwinBlock(place, attention, dropPath * index / last, adapter);
                })
                .toList();
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(patches());
        parameters.add(patchNorm());
        adapter.declare(parameters, patchPlace());
        for (int stage = 0; stage < SwinConfig.STAGES; stage++) {
            blocks(stage).forEach(parameters::add);
            if (stage + 1 < SwinConfig.STAGES) {
                parameters.add(merging(stage));
            }
            parameters.add(norm(stage));
            adapter.declare(parameters, place(stage));
        }
    }

    @Override
    public List<Integer> channels() {
        return config.channels();
    }

    @Override
    public List<Grid> grids(Grid image) {
        return image.pyramid(STRIDE, SwinConfig.STAGES);
    }

    /** Computes maps of strides 4, 8, 16 and 32; H and W are multiples of 32. */
    @Override
    public <V> List<V> forward(Ops<V> ops, V pixels, Grid image, Ragged<V> frames) {
        Hooks<V> hooks = adapter.on(ops, frames);
        V map = hooks.patches(ops, patchPlace(), patches(), pixels); // [N, C, H/4, W/4]
        V x = hooks.normalise(ops, patchPlace(), patchNorm(), ops.permute(map, 0, 2, 3, 1));
        List<V> maps = new ArrayList<>();
        for (int stage = 0; stage < SwinConfig.STAGES; stage++) {
            Grid grid = grids(image).get(stage);
            x = hooks.enter(ops, place(stage), x, grid); // [N, h, w, C]
            for (SwinBlock block : blocks(stage)) {
                x = block.forward(ops, x, grid, hooks);
            }
            x = hooks.leave(ops, place(stage), x);
            maps.add(hooks.normalise(ops, place(stage), norm(stage), x));
            x = stage + 1 < SwinConfig.STAGES ? merging(stage).forward(ops, x, grid) : x; // [N, h/2, w/2, 2·C]
        }
        return maps;
    }
}
