package io.lynceus.nn.swin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Sizes of a Swin Transformer. Channels and heads double at each stage; the grid halves.
 *
 * @param width channels of the first stage
 * @param depths blocks of each of four stages
 * @param heads attention heads of the first stage
 * @param window side of a window
 */
public record SwinConfig(int width, List<Integer> depths, int heads, int window) {
    static final int STAGES = 4;

    private static final Map<String, SwinConfig> NAMED = named();

    public SwinConfig {
        depths = List.copyOf(depths);
        if (depths.size() != STAGES) {
            throw new IllegalArgumentException("a Swin Transformer has four stages; depths " + depths);
        }
    }

    /** Returns the authors' sizes, and an own nano that learns the simulated street on a processor. */
    private static Map<String, SwinConfig> named() {
        Map<String, SwinConfig> sizes = new LinkedHashMap<>();
        sizes.put("nano", new SwinConfig(32, List.of(1, 2, 2, 1), 1, 8));
        sizes.put("tiny", new SwinConfig(96, List.of(2, 2, 6, 2), 3, 7));
        sizes.put("small", new SwinConfig(96, List.of(2, 2, 18, 2), 3, 7));
        sizes.put("base", new SwinConfig(128, List.of(2, 2, 18, 2), 4, 12));
        sizes.put("large", new SwinConfig(192, List.of(2, 2, 18, 2), 6, 12));
        return sizes;
    }

    /**
     * Returns the size of that name, such as {@code base}; throws {@link IllegalArgumentException}, which lists the names,
     * otherwise.
     */
    public static SwinConfig of(String name) {
        if (!NAMED.containsKey(name)) {
            throw new IllegalArgumentException("size is '" + name + "', allowed is one of " + NAMED.keySet());
        }
        return Objects.requireNonNull(NAMED.get(name));
    }

    /** Returns the channels of each stage. */
    public List<Integer> channels() {
        return IntStream.range(0, STAGES).mapToObj(stage -> width << stage).toList();
    }

    /** Returns the heads of a stage, 0..3. */
    int heads(int stage) {
        return heads << stage;
    }

    /** Counts the blocks of all stages before one; all blocks for 4. */
    int before(int stage) {
        return depths.subList(0, stage).stream().mapToInt(Integer::intValue).sum();
    }
}
