package io.lynceus.nn.dino;

import io.lynceus.nn.Grid;
import java.util.Arrays;
import java.util.List;
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
        List<String> words = Arrays.stream(values())
                .map(size -> size.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!words.contains(word)) {
            throw new IllegalArgumentException(
                    "size '" + word + "' is unknown; choose one of " + String.join(", ", words));
        }
        return values()[words.indexOf(word)];
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
