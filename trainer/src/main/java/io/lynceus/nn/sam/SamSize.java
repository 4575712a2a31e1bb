package io.lynceus.nn.sam;

import io.lynceus.nn.Grid;
import io.lynceus.nn.SizeNames;
import java.util.Locale;

/** The sizes of SAM's image encoder, and a small one for tests and training on a processor. */
public enum SamSize {
    NANO(64, 4, 4, 8, 16, 64),
    B(768, 12, 12, 14, 64, 256),
    L(1024, 24, 16, 14, 64, 256),
    H(1280, 32, 16, 14, 64, 256);

    /** Number of stages of the blocks; the last block of each attends to the whole map. */
    static final int STAGES = 4;

    private final int width;
    private final int depth;
    private final int heads;
    private final int window;
    private final int side;
    private final int neck;

    SamSize(int width, int depth, int heads, int window, int side, int neck) {
        this.width = width;
        this.depth = depth;
        this.heads = heads;
        this.window = window;
        this.side = side;
        this.neck = neck;
    }

    /** Returns the size of that name: nano, b, l or h. */
    public static SamSize of(String word) {
        return SizeNames.find(values(), size -> size.name().toLowerCase(Locale.ROOT), word);
    }

    int width() {
        return width;
    }

    int depth() {
        return depth;
    }

    int heads() {
        return heads;
    }

    /** Returns the grid of the stored positions. */
    Grid grid() {
        return new Grid(side, side);
    }

    /** Returns the channels of the encoder's output. */
    public int neck() {
        return neck;
    }

    int stage(int block) {
        return block / (depth / STAGES);
    }

    /** Returns true if a block is the first of a stage. */
    boolean opens(int block) {
        return block % (depth / STAGES) == 0;
    }

    /** Returns true if a block is the last of a stage. */
    boolean closes(int block) {
        return opens(block + 1);
    }

    /** Returns the side of a block's windows; 0 if it attends to the whole map. */
    int window(int block) {
        return closes(block) ? 0 : window;
    }

    /** Returns the side of the map of a block's stored relative positions. */
    int positions(int block) {
        return closes(block) ? side : window;
    }
}
