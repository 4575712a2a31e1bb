package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A transposed convolution of tokens whose stride is its kernel becomes a product: each token is mapped to a square of tokens. The
 * graph otherwise turns the tokens into a map, and the larger map into tokens again.
 */
final class TokensEnlarged implements Rule {
    private static final List<Long> TO_MAP = List.of(0L, 3L, 1L, 2L);
    private static final List<Long> TO_TOKENS = List.of(0L, 2L, 3L, 1L);

    /** A convolution between its two turnings, of tokens [.., height, width, in]. */
    private record Found(NodeProto before, NodeProto convolution, NodeProto after, long height, long width) {}

    @Override
    public void apply(GraphEdit graph) {
        for (NodeProto node : graph.nodes()) {
            if (node.getOpType().equals("ConvTranspose") && node.getInputCount() == 3) {
                find(graph, node).ifPresent(found -> change(graph, found));
            }
        }
    }

    private static Optional<Found> find(GraphEdit graph, NodeProto node) {
        List<Long> weight = graph.shape(node.getInput(1)); // [in, out, k, k]
        Optional<NodeProto> before = graph.soleMaker(node.getInput(0), "Transpose")
                .filter(turn -> Attributes.integers(turn, "perm").equals(TO_MAP));
        Optional<NodeProto> after = graph.soleUser(node.getOutput(0), "Transpose")
                .filter(turn -> Attributes.integers(turn, "perm").equals(TO_TOKENS));
        boolean tiles = weight.size() == 4
                && weight.get(2).equals(weight.get(3))
                && Attributes.integers(node, "strides").equals(weight.subList(2, 4))
                && node.getAttributeCount() == 1;
        if (!tiles || before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        return TokenShape.of(graph, before.orElseThrow().getInput(0))
                .map(tokens ->
                        new Found(before.orElseThrow(), node, after.orElseThrow(), tokens.height(), tokens.width()));
    }

    private static void change(GraphEdit graph, Found found) {
        String weight = found.convolution.getInput(1);
        String bias = found.convolution.getInput(2);
        List<Long> shape = graph.shape(weight);
        long in = shape.get(0);
        long out = shape.get(1);
        long side = shape.get(2);
        String prefix = weight + "/tiles";
        String turned = graph.name(prefix + "/turned");
        String matrix = graph.name(prefix);
        String vector = graph.name(prefix + "/bias");
        String rows = graph.name(prefix + "/rows");
        String product = graph.name(prefix + "/product");
        String sum = graph.name(prefix + "/sum");
        String cut = graph.name(prefix + "/cut");
        String placed = graph.name(prefix + "/placed");
        String result = found.after.getOutput(0);
        List<String> biases = Collections.nCopies(Math.toIntExact(side * side), bias);
        graph.replace(
                found.after,
                List.of(
                        graph.node("Transpose", List.of(weight), turned, Attributes.integerList("perm", 0, 2, 3, 1)),
                        graph.node(
                                "Reshape",
                                List.of(turned, graph.integers(prefix + "/matrix", in, side * side * out)),
                                matrix),
                        graph.node("Concat", biases, vector, Attributes.integer("axis", 0)),
                        graph.node(
                                "Reshape",
                                List.of(found.before.getInput(0), graph.integers(prefix + "/in", -1, in)),
                                rows), // [B·H·W, in]
                        graph.node("MatMul", List.of(rows, matrix), product),
                        graph.node("Add", List.of(product, vector), sum), // [B·H·W, k·k·out]
                        graph.node(
                                "Reshape",
                                List.of(sum, graph.integers(prefix + "/squares", -1, found.width, side, side, out)),
                                cut), // [B·H, W, k, k, out]
                        graph.node("Transpose", List.of(cut), placed, Attributes.integerList("perm", 0, 2, 1, 3, 4)),
                        graph.node(
                                "Reshape",
                                List.of(
                                        placed,
                                        graph.integers(
                                                prefix + "/out", -1, found.height * side, found.width * side, out)),
                                result))); // [B, k·H, k·W, out]
    }
}
