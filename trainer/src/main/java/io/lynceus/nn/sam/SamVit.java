package io.lynceus.nn.sam;

import io.lynceus.nn.Backbone;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SAM's image encoder (arXiv 2304.02643): patches of 16 pixels, position, blocks with windows, a neck. Its one map has a sixteenth
 * of the image's sides. Keys as in the official files, under {@code name}: {@code pos_embed}, {@code patch_embed.proj}, {@code
 * blocks.i}, {@code neck.0..3}.
 *
 * @param name key prefix
 * @param size sizes
 * @param relative true to add relative positions to the scores; otherwise the tables are not parameters
 * @param adapter the trained part that is added
 */
public record SamVit(String name, SamSize size, boolean relative, Adapter adapter) implements Backbone {
    private static final int PATCH = 16;
    private static final double SPREAD = 0.02;

    private Conv patches() {
        return Conv.patches(name + ".patch_embed.proj", size.width(), PATCH, PATCH, 0);
    }

    private Place patchPlace() {
        return Place.patches(patches());
    }

    private List<SamBlock> blocks() {
        return IntStream.range(0, size.depth())
                .mapToObj(i -> new SamBlock(place(Place.Kind.BLOCK, i), size, relative, adapter))
                .toList();
    }

    private Place place(Place.Kind kind, int block) {
        return new Place(kind, name + ".blocks." + block, size.stage(block), block, size.width(), size.width());
    }

    private Conv narrow() {
        return new Conv(name + ".neck.0", size.width(), size.neck(), 1, Convolution.POINTWISE, false);
    }

    private Conv smooth() {
        return new Conv(name + ".neck.2", size.neck(), size.neck(), 3, Convolution.same(3), false);
    }

    private LayerNorm neckNorm(int index) {
        return new LayerNorm(name + ".neck." + index, size.neck(), SamBlock.EPSILON);
    }

    @Override
    public void declare(ParameterList parameters) {
        Grid stored = size.grid();
        Initialiser small = Initialiser.truncatedNormal(SPREAD);
        parameters.add(name + ".pos_embed", small, 1, stored.height(), stored.width(), size.width());
        parameters.add(patches());
        adapter.declare(parameters, patchPlace());
        for (SamBlock block : blocks()) {
            if (size.opens(block.place().block())) {
                adapter.declare(
                        parameters, place(Place.Kind.STAGE, block.place().block()));
            }
            parameters.add(block);
        }
        parameters.add(narrow());
        parameters.add(neckNorm(1));
        parameters.add(smooth());
        parameters.add(neckNorm(3));
    }

    @Override
    public List<Integer> channels() {
        return List.of(size.neck());
    }

    @Override
    public List<Grid> grids(Grid image) {
        return List.of(image.coarser(PATCH));
    }

    /** Computes one map: [N, H/16, W/16, neck]. */
    @Override
    public <V> List<V> forward(Ops<V> ops, V pixels, Grid image, Ragged<V> frames) {
        Hooks<V> hooks = adapter.on(ops, frames);
        Grid grid = image.coarser(PATCH);
        V patches = hooks.patches(ops, patchPlace(), patches(), pixels); // [N, C, h, w]
        V x = ops.add(ops.permute(patches, 0, 2, 3, 1), position(ops, grid)); // [N, h, w, C]
        Place stage = place(Place.Kind.STAGE, 0);
        for (SamBlock block : blocks()) {
            int index = block.place().block();
            if (size.opens(index)) {
                stage = place(Place.Kind.STAGE, index);
                x = hooks.enter(ops, stage, x);
            }
            x = block.forward(ops, x, grid, hooks);
            x = size.closes(index) ? hooks.leave(ops, stage, x) : x;
        }
        V narrowed = neckNorm(1).forwardMap(ops, narrow().forward(ops, ops.permute(x, 0, 3, 1, 2)));
        V map = neckNorm(3).forwardMap(ops, smooth().forward(ops, narrowed)); // [N, neck, h, w]
        return List.of(ops.permute(map, 0, 2, 3, 1));
    }

    /** Returns the stored positions, resized to the grid: [1, h, w, C]. */
    private <V> V position(Ops<V> ops, Grid grid) {
        V stored = ops.parameter(name + ".pos_embed");
        if (grid.equals(size.grid())) {
            return stored;
        }
        V map = ops.permute(stored, 0, 3, 1, 2); // [1, C, side, side]
        return ops.permute(ops.interpolate(map, size.grid(), grid, Interpolation.BICUBIC), 0, 2, 3, 1);
    }
}
