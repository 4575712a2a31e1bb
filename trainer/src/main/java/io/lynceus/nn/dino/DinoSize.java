package io.lynceus.nn.dino;

import io.lynceus.nn.Grid;
import io.lynceus.nn.SizeNames;
import java.util.Locale;

/** The sizes of DINOv2, and a small one for tests and training on a processor. */
public enum DinoSize {
    NANO(64, 4, 4, 19),
    S(384, 12, 6, 37),
    B(768, 12, 12, 37),
    L(1024, 24, 16, 37);

    /** Number of stages of the blocks; each stage ends with a map. */
    static final int STAGES = 4;

    private final int width;
    private final int depth;
    private final int heads;
    private final int side;

    DinoSize(int width, int depth, int heads, int side) {
        this.width = width;
        this.depth = depth;
        this.heads = heads;
        this.side = side;
    }

    /** Returns the size of that name: nano, s, b or l. */
    public static DinoSize of(String word) {
        return SizeNames.find(values(), size -> size.name().toLowerCase(Locale.ROOT), word);
    }

    public int width() {
        return width;
    }

    int heads() {
        return heads;
    }

    /** Returns the grid of the stored positions. */
    Grid grid() {
        return new Grid(side, side);
    }

    int blocksOfAStage() {
        return depth / STAGES;
    }
}
