package io.lynceus.nn.onnx;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A value of a graph that is being written: the output of a node, or a constant, which enters the graph only when a node needs
 * it.
 */
public final class OnnxValue {
    /** A node's optional input that is left out. */
    static final OnnxValue ABSENT = new OnnxValue("", null, "");

    private final String label;
    private final @Nullable Tensor constant;
    private @Nullable String name;

    private OnnxValue(String label, @Nullable Tensor constant, @Nullable String name) {
        this.label = label;
        this.constant = constant;
        this.name = name;
    }

    static OnnxValue constant(String label, Tensor tensor) {
        return new OnnxValue(label, tensor, null);
    }

    static OnnxValue computed(String name) {
        return new OnnxValue(name, null, name);
    }

    /** Returns a constant's origin, for its name in the graph. */
    String label() {
        return label;
    }

    /** Returns true if the value is known while writing. */
    boolean isConstant() {
        return constant != null || this == ABSENT;
    }

    Tensor tensor() {
        if (constant == null) {
            throw new IllegalStateException("value " + label + " is computed by the graph and has no tensor");
        }
        return constant;
    }

    /** Returns its name in the graph; a constant is added to the graph the first time. */
    String in(OnnxGraph graph) {
        if (name == null) {
            name = graph.initializer(label, tensor());
        }
        return name;
    }
}
