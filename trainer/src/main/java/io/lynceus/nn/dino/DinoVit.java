package io.lynceus.nn.dino;

import io.lynceus.nn.Backbone;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.Resampling;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * DINOv2 (arXiv 2304.07193) without registers: patches of 14 pixels, a class token, plain blocks. Its maps are the normalised
 * tokens after each quarter of the blocks, all of one size. Keys as in the official files, under {@code name}: {@code cls_token},
 * {@code pos_embed}, {@code patch_embed.proj}, {@code blocks.i}, {@code norm}.
 *
 * @param name key prefix
 * @param size sizes
 * @param adapter the trained part that is added
 */
public record DinoVit(String name, DinoSize size, Adapter adapter) implements Backbone {
    /** Pixels of a patch, which must divide an image's sides. */
    public static final int PATCH = 14;

    private static final double SPREAD = 0.02;
    /** The authors' resize of positions takes a grid this much larger than it is. */
    private static final double OFFSET = 0.1;

    private Conv patches() {
        return Conv.patches(name + ".patch_embed.proj", size.width(), PATCH, PATCH, 0);
    }

    private Place patchPlace() {
        return Place.patches(patches());
    }

    private Place place(Place.Kind kind, int stage, int block) {
        return new Place(kind, name + ".blocks." + block, stage, block, size.width(), size.width());
    }

    private Place stage(int stage) {
        return place(Place.Kind.STAGE, stage, stage * size.blocksOfAStage());
    }

    private List<DinoBlock> blocks(int stage) {
        List<DinoBlock> blocks = new ArrayList<>();
        for (int i = 0; i < size.blocksOfAStage(); i++) {
            int index = stage * size.blocksOfAStage() + i;
            blocks.add(new DinoBlock(place(Place.Kind.BLOCK, stage, index), size, adapter));
        }
        return blocks;
    }

    private LayerNorm norm() {
        return new LayerNorm(name + ".norm", size.width(), DinoBlock.EPSILON);
    }

    @Override
    public void declare(ParameterList parameters) {
        Initialiser small = Initialiser.truncatedNormal(SPREAD);
        parameters.add(name + ".cls_token", small, 1, 1, size.width());
        parameters.add(name + ".pos_embed", small, 1, 1L + size.grid().cells(), size.width());
        parameters.add(patches());
        adapter.declare(parameters, patchPlace());
        for (int stage = 0; stage < DinoSize.STAGES; stage++) {
            adapter.declare(parameters, stage(stage));
            blocks(stage).forEach(parameters::add);
        }
        parameters.add(norm());
    }

    @Override
    public List<Integer> channels() {
        return Collections.nCopies(DinoSize.STAGES, size.width());
    }

    @Override
    public List<Grid> grids(Grid image) {
        return Collections.nCopies(DinoSize.STAGES, image.coarser(PATCH));
    }

    /** Computes four maps [N, H/14, W/14, C]; H and W are multiples of 14. */
    @Override
    public <V> List<V> forward(Ops<V> ops, V pixels, Grid image, Ragged<V> frames) {
        Hooks<V> hooks = adapter.on(ops, frames);
        Grid grid = image.coarser(PATCH);
        int tokens = 1 + grid.cells();
        V x = embed(ops, pixels, grid, hooks); // [N, 1 + h·w, C]
        List<V> maps = new ArrayList<>();
        for (int stage = 0; stage < DinoSize.STAGES; stage++) {
            V patches = hooks.enter(ops, stage(stage), map(ops, x, grid));
            V flat = ops.reshape(patches, -1, grid.cells(), size.width()); // [N, h·w, C]
            x = ops.concat(1, List.of(ops.slice(x, 1, 0, 1), flat));
            for (DinoBlock block : blocks(stage)) {
                x = block.forward(ops, x, tokens, hooks);
            }
            maps.add(hooks.leave(ops, stage(stage), map(ops, norm().forward(ops, x), grid)));
        }
        return maps;
    }

    /** Returns the tokens without the class token, as a map: [N, h, w, C]. */
    private <V> V map(Ops<V> ops, V tokens, Grid grid) {
        V patches = ops.slice(tokens, 1, 1, 1L + grid.cells());
        return ops.reshape(patches, -1, grid.height(), grid.width(), size.width());
    }

    private <V> V embed(Ops<V> ops, V pixels, Grid grid, Hooks<V> hooks) {
        V map = hooks.patches(ops, patchPlace(), patches(), pixels); // [N, C, h, w]
        V patches = ops.permute(ops.reshape(map, -1, size.width(), grid.cells()), 0, 2, 1); // [N, h·w, C]
        V nothing = ops.scale(ops.slice(patches, 1, 0, 1), 0); // has a row for each frame, whose number is not read
        V first = ops.add(nothing, ops.parameter(name + ".cls_token")); // [N, 1, C]
        return ops.add(ops.concat(1, List.of(first, patches)), position(ops, grid));
    }

    /** Returns the stored positions, resized to the grid by the authors' slightly larger scale: [1, 1 + h·w, C]. */
    private <V> V position(Ops<V> ops, Grid grid) {
        V stored = ops.parameter(name + ".pos_embed");
        if (grid.equals(size.grid())) {
            return stored;
        }
        int side = size.grid().height();
        V cells = ops.slice(stored, 1, 1, 1L + size.grid().cells());
        V map = ops.permute(ops.reshape(cells, side, side, size.width()), 2, 0, 1); // [C, side, side]
        V resized = ops.matmul(ops.matmul(lines(ops, side, grid.height()), map), turned(ops, side, grid.width()));
        V flat = ops.permute(ops.reshape(resized, 1, size.width(), grid.cells()), 0, 2, 1); // [1, h·w, C]
        return ops.concat(1, List.of(ops.slice(stored, 1, 0, 1), flat));
    }

    private static <V> V lines(Ops<V> ops, int from, int to) {
        return ops.constant(Resampling.cubic(from, to, from / (to + OFFSET)), to, from);
    }

    private static <V> V turned(Ops<V> ops, int from, int to) {
        return ops.permute(lines(ops, from, to), 1, 0);
    }
}
