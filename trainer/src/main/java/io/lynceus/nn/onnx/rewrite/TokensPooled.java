package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * Maxima over 2 × 2 tokens are taken where they lie, over pairs of rows and then over pairs of columns. The graph otherwise turns
 * the tokens into a map, and the smaller map into tokens again.
 */
final class TokensPooled implements Rule {
    private static final List<Long> TO_MAP = List.of(0L, 3L, 1L, 2L);
    private static final List<Long> TO_TOKENS = List.of(0L, 2L, 3L, 1L);
    private static final List<Long> TWO = List.of(2L, 2L);

    @Override
    public void apply(GraphEdit graph) {
        for (NodeProto node : graph.nodes()) {
            boolean halves = node.getOpType().equals("MaxPool")
                    && node.getAttributeCount() == 2
                    && Attributes.integers(node, "kernel_shape").equals(TWO)
                    && Attributes.integers(node, "strides").equals(TWO);
            if (halves) {
                Optional<NodeProto> before = graph.soleMaker(node.getInput(0), "Transpose")
                        .filter(turn -> Attributes.integers(turn, "perm").equals(TO_MAP));
                Optional<NodeProto> after = graph.soleUser(node.getOutput(0), "Transpose")
                        .filter(turn -> Attributes.integers(turn, "perm").equals(TO_TOKENS));
                if (before.isPresent() && after.isPresent()) {
                    change(graph, before.orElseThrow().getInput(0), after.orElseThrow());
                }
            }
        }
    }

    private static void change(GraphEdit graph, String tokens, NodeProto after) {
        NodeProto maker = graph.maker(tokens);
        if (maker == null || !maker.getOpType().equals("Reshape")) {
            return;
        }
        List<Long> shape = graph.target(maker); // [-1, H, W, C]
        if (shape.size() != 4
                || shape.stream().skip(1).anyMatch(size -> size < 1)
                || shape.get(1) % 2 != 0
                || shape.get(2) % 2 != 0) {
            return;
        }
        String prefix = after.getOutput(0) + "/pairs";
        String axis = graph.integers(prefix + "/axis", 1);
        String rows = graph.name(prefix + "/rows");
        String halfRows = graph.name(prefix + "/halfRows");
        String columns = graph.name(prefix + "/columns");
        String half = graph.name(prefix + "/half");
        long width = shape.get(2);
        long channels = shape.get(3);
        graph.replace(
                after,
                List.of(
                        graph.node(
                                "Reshape",
                                List.of(tokens, graph.integers(prefix + "/lines", -1, 2, width * channels)),
                                rows),
                        graph.node("ReduceMax", List.of(rows, axis), halfRows, Attributes.integer("keepdims", 0)),
                        graph.node(
                                "Reshape",
                                List.of(halfRows, graph.integers(prefix + "/cells", -1, 2, channels)),
                                columns),
                        graph.node("ReduceMax", List.of(columns, axis), half, Attributes.integer("keepdims", 0)),
                        graph.node(
                                "Reshape",
                                List.of(
                                        half,
                                        graph.integers(prefix + "/out", -1, shape.get(1) / 2, width / 2, channels)),
                                after.getOutput(0))));
    }
}
