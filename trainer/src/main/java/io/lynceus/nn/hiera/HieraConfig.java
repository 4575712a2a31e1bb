package io.lynceus.nn.hiera;

import io.lynceus.nn.Grid;
import io.lynceus.nn.block.WindowPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sizes of a Hiera trunk (SAM 2). Channels and heads double at each stage; the grid halves.
 *
 * @param width channels of the first stage
 * @param heads attention heads of the first stage
 * @param depths blocks per stage
 * @param global indices, over all blocks, of those that attend to the whole map
 * @param background side of the background position map
 * @param windows window side per stage
 */
public record HieraConfig(
        int width, int heads, List<Integer> depths, Set<Integer> global, int background, List<Integer> windows) {
    public HieraConfig {
        depths = List.copyOf(depths);
        windows = List.copyOf(windows);
        global = Set.copyOf(global);
        if (depths.size() != 4 || windows.size() != 4) {
            throw new IllegalArgumentException(
                    "a Hiera trunk has four stages; depths " + depths + ", windows " + windows);
        }
    }

    /** Returns the channels of a stage, 0..3. */
    public int channels(int stage) {
        return width << stage;
    }

    /** Returns the blocks in order. */
    List<HieraBlock.Shape> blocks() {
        List<HieraBlock.Shape> blocks = new ArrayList<>();
        for (int stage = 0; stage < depths.size(); stage++) {
            for (int i = 0; i < depths.get(stage); i++) {
                boolean transition = stage > 0 && i == 0;
                int source = transition ? stage - 1 : stage;
                // A transition block still cuts the windows of the stage before it.
                int window = global.contains(blocks.size()) ? 0 : windows.get(source);
                blocks.add(new HieraBlock.Shape(channels(source), channels(stage), heads << stage, window));
            }
        }
        return blocks;
    }

    /**
     * Returns which share of the tokens in the windows is padding, because windows do not divide the maps; a block's tokens count by
     * its channels.
     *
     * @param image H and W
     */
    public double padding(Grid image) {
        double tokens = 0;
        double padded = 0;
        int block = 0;
        for (int stage = 0; stage < depths.size(); stage++) {
            for (int i = 0; i < depths.get(stage); i++, block++) {
                HieraBlock.Shape shape = blocks().get(block);
                Grid grid = image.coarser(Hiera.STRIDE << (shape.transition() ? stage - 1 : stage));
                double cost = (double) shape.in() * shape.out(); // of a token
                tokens += cost * grid.cells();
                padded += cost * new WindowPartition(grid, shape.window()).tokens();
            }
        }
        return 1 - tokens / padded;
    }
}
