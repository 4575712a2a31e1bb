package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Height and width of a map of tokens [N, height, width, C]. */
record TokenShape(long height, long width) {
    /** Operators whose result has the shape of their first input, or of another one where the first is unknown. */
    private static final Set<String> SAME =
            Set.of("Gelu", "Relu", "LayerNormalization", "Add", "Sub", "Mul", "Div", "Sigmoid", "Clip", "Identity");

    /** Finds the shape of a value in the reshaping that it comes from. */
    static Optional<TokenShape> of(GraphEdit graph, String value) {
        NodeProto maker = graph.maker(value);
        if (maker == null) {
            return Optional.empty();
        }
        if (maker.getOpType().equals("Reshape")) {
            List<Long> target = graph.target(maker);
            // A height or width of 1 may be that of factors, which every token shares.
            return target.size() == 4 && target.get(1) > 1 && target.get(2) > 1
                    ? Optional.of(new TokenShape(target.get(1), target.get(2)))
                    : Optional.empty();
        }
        if (!SAME.contains(maker.getOpType())) {
            return Optional.empty();
        }
        Optional<TokenShape> found = Optional.empty();
        for (int i = 0; i < maker.getInputCount() && found.isEmpty(); i++) {
            found = graph.isConstant(maker.getInput(i)) ? found : of(graph, maker.getInput(i));
        }
        return found;
    }
}
