package io.lynceus.nn.mit;

import io.lynceus.nn.SizeNames;
import java.util.List;
import java.util.Locale;

/** Sizes of a Mix Transformer. B0 to B2 are the authors' sizes; nano is an own one. */
public enum MitSize {
    /** Small enough to learn the simulated street on a processor. */
    NANO(List.of(16, 32, 64, 96), List.of(1, 1, 1, 1), List.of(1, 2, 4, 6)),
    B0(List.of(32, 64, 160, 256), List.of(2, 2, 2, 2), List.of(1, 2, 5, 8)),
    B1(List.of(64, 128, 320, 512), List.of(2, 2, 2, 2), List.of(1, 2, 5, 8)),
    B2(List.of(64, 128, 320, 512), List.of(3, 4, 6, 3), List.of(1, 2, 5, 8));

    static final int STAGES = 4;

    private static final int COARSEST_REDUCTION = 8;

    private final List<Integer> channels;
    private final List<Integer> depths;
    private final List<Integer> heads;

    MitSize(List<Integer> channels, List<Integer> depths, List<Integer> heads) {
        this.channels = channels;
        this.depths = depths;
        this.heads = heads;
    }

    /**
     * Returns the size of that name, such as {@code b0}; throws {@link IllegalArgumentException}, which lists the names, otherwise.
     */
    public static MitSize of(String name) {
        return SizeNames.find(values(), MitSize::label, name);
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the channels of each stage. */
    public List<Integer> channels() {
        return channels;
    }

    /** Returns the number of blocks of a stage, 0..3. */
    int depth(int stage) {
        return depths.get(stage);
    }

    /** Returns the attention heads of a stage, 0..3. */
    public int heads(int stage) {
        return heads.get(stage);
    }

    /** Returns the factor by which the map is reduced for a stage's attention: 8, 4, 2, 1. */
    public int reduction(int stage) {
        return COARSEST_REDUCTION >> stage;
    }
}
