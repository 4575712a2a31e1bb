package io.lynceus.nn.hiera;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.LoraOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Hiera trunk of SAM 2: patches, position, four stages of blocks. Keys under {@code name}: {@code pos_embed},
 * {@code pos_embed_window}, {@code patch_embed.proj}, {@code blocks.i}.
 */
public record Hiera(String name, HieraConfig config, LoraOptions lora) implements Block {
    private PatchEmbedding patches() {
        return new PatchEmbedding(name + ".patch_embed", config.width());
    }

    private WindowPositionEmbedding position() {
        return new WindowPositionEmbedding(
                name + ".",
                config.width(),
                config.background(),
                config.windows().get(0));
    }

    private List<HieraBlock> blocks() {
        List<HieraBlock> blocks = new ArrayList<>();
        for (HieraBlock.Shape shape : config.blocks()) {
            blocks.add(new HieraBlock(name + ".blocks." + blocks.size(), shape, lora));
        }
        return blocks;
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(position());
        parameters.add(patches());
        blocks().forEach(parameters::add);
    }

    /**
     * The output of each stage, finest first: [N, H/4, W/4, C], [N, H/8, W/8, 2C], [N, H/16, W/16, 4C], [N, H/32, W/32, 8C].
     *
     * @param frames [N, 3, H, W]
     * @param image H and W, multiples of 32
     * @param modality int64 [N], whose experts each frame takes; not needed without LoRA
     */
    public <V> List<V> forward(Ops<V> ops, V frames, Grid image, @Nullable V modality) {
        Grid grid = image.coarser(PatchEmbedding.STRIDE);
        V x = embed(ops, frames, image); // [N, H/4, W/4, C]
        List<V> stages = new ArrayList<>();
        for (HieraBlock block : blocks()) {
            if (block.shape().transition()) {
                stages.add(x);
            }
            x = block.forward(ops, x, grid, modality);
            grid = block.shape().transition() ? grid.coarser(2) : grid;
        }
        stages.add(x);
        return stages;
    }

    private <V> V embed(Ops<V> ops, V frames, Grid image) {
        V position = position().forward(ops, image.coarser(PatchEmbedding.STRIDE));
        return ops.add(patches().forward(ops, frames), position);
    }
}
