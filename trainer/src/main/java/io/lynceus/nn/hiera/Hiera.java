package io.lynceus.nn.hiera;

import io.lynceus.nn.Backbone;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Conv;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The Hiera trunk of SAM 2: patches, position, four stages of blocks. The first block of each later stage doubles the channels
 * and halves the map. Keys under {@code name}: {@code pos_embed}, {@code pos_embed_window}, {@code patch_embed.proj},
 * {@code blocks.i}.
 *
 * @param name key prefix
 * @param config sizes
 * @param adapter the trained part that is added
 */
public record Hiera(String name, HieraConfig config, Adapter adapter) implements Backbone {
    /** Pixels of the image per token of the first stage, in each direction. */
    public static final int STRIDE = 4;

    private static final int KERNEL = 7;
    private static final int PADDING = 3;

    private Conv patches() {
        return Conv.patches(name + ".patch_embed.proj", config.width(), KERNEL, STRIDE, PADDING);
    }

    private Place patchPlace() {
        return Place.patches(patches());
    }

    private WindowPositionEmbedding position() {
        return new WindowPositionEmbedding(
                name + ".",
                config.width(),
                config.background(),
                config.windows().get(0));
    }

    /** Returns the blocks, stage by stage. */
    private List<List<HieraBlock>> stages() {
        List<List<HieraBlock>> stages = new ArrayList<>();
        int index = 0;
        for (HieraBlock.Shape shape : config.blocks()) {
            if (index == 0 || shape.transition()) {
                stages.add(new ArrayList<>());
            }
            int stage = stages.size() - 1;
            stages.get(stage).add(new HieraBlock(name + ".blocks." + index, stage, index, shape, adapter));
            index++;
        }
        return stages;
    }

    private Place place(List<HieraBlock> stage) {
        Place first = stage.get(0).place();
        return new Place(Place.Kind.STAGE, first.name(), first.stage(), first.block(), first.in(), first.out());
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(position());
        parameters.add(patches());
        adapter.declare(parameters, patchPlace());
        for (List<HieraBlock> stage : stages()) {
            adapter.declare(parameters, place(stage));
            stage.forEach(parameters::add);
        }
    }

    @Override
    public List<Integer> channels() {
        return IntStream.range(0, config.depths().size())
                .mapToObj(config::channels)
                .toList();
    }

    @Override
    public List<Grid> grids(Grid image) {
        return image.pyramid(STRIDE, config.depths().size());
    }

    /** Computes maps of strides 4, 8, 16 and 32; H and W are multiples of 32. */
    @Override
    public <V> List<V> forward(Ops<V> ops, V pixels, Grid image, Ragged<V> frames) {
        Hooks<V> hooks = adapter.on(ops, frames);
        Grid grid = image.coarser(STRIDE);
        V x = embed(ops, pixels, image, hooks); // [N, H/4, W/4, C]
        List<V> maps = new ArrayList<>();
        for (List<HieraBlock> stage : stages()) {
            x = hooks.enter(ops, place(stage), x);
            for (HieraBlock block : stage) {
                x = block.forward(ops, x, grid, hooks);
                grid = block.shape().transition() ? grid.coarser(2) : grid;
            }
            x = hooks.leave(ops, place(stage), x);
            maps.add(x);
        }
        return maps;
    }

    private <V> V embed(Ops<V> ops, V pixels, Grid image, Hooks<V> hooks) {
        V position = position().forward(ops, image.coarser(STRIDE));
        V map = hooks.patches(ops, patchPlace(), patches(), pixels); // [N, C, H/4, W/4]
        return ops.add(ops.permute(map, 0, 2, 3, 1), position);
    }
}
