package io.lynceus.nn;

import java.util.List;

/**
 * A parameter before it has memory: enough to count, to initialise and to check a checkpoint.
 *
 * @param name its key in a checkpoint, such as {@code image_encoder.neck.convs.0.conv.weight}
 * @param shape sizes, outermost first
 * @param initialiser how it starts without a checkpoint
 * @param part the part of the network it counts towards, such as {@code trunk}
 * @param role whether it learns
 */
public record ParameterSpec(String name, List<Long> shape, Initialiser initialiser, String part, Role role) {
    /** The role of a parameter: it learns, is frozen, or is a stored constant that no parameter count includes. */
    public enum Role {
        TRAINED,
        FROZEN,
        BUFFER
    }

    public ParameterSpec {
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(size -> size <= 0)) {
            throw new IllegalArgumentException(
                    "parameter " + name + " has shape " + shape + "; sizes must be positive");
        }
    }

    public boolean trainable() {
        return role == Role.TRAINED;
    }

    /** Returns the number of elements. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
