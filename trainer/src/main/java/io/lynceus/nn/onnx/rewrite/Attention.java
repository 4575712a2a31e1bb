package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * Attention as an exported graph has it: softmax(scale · queries · keysᵀ) · values, in heads.
 *
 * @param scale constant
 * @param result the node that puts the heads side by side again: [B, tokens, heads, width]
 */
record Attention(Tokens queries, Tokens keys, Tokens values, String scale, NodeProto result) {
    private static final List<Long> TO_HEADS = List.of(0L, 2L, 1L, 3L);
    private static final List<Long> TURNED = List.of(0L, 1L, 3L, 2L);

    /**
     * Queries, keys or values before they are split into heads.
     *
     * @param value has the elements of [B, tokens, heads · width]
     * @param split the reshaping to heads
     */
    record Tokens(String value, NodeProto split, long tokens, long heads, long width) {
        long channels() {
            return heads * width;
        }
    }

    /** Finds the attention around a Softmax node, if nothing else uses what it computes. */
    static Optional<Attention> around(GraphEdit graph, NodeProto softmax) {
        Optional<NodeProto> scores = graph.soleMaker(softmax.getInput(0), "MatMul");
        Optional<NodeProto> product = graph.soleUser(softmax.getOutput(0), "MatMul");
        Optional<NodeProto> scaled = scores.flatMap(node -> graph.soleMaker(node.getInput(0), "Mul"))
                .filter(node -> graph.isConstant(node.getInput(1)));
        Optional<Tokens> queries = scaled.flatMap(node -> tokens(graph, node.getInput(0)));
        Optional<Tokens> keys = scores.flatMap(node -> turned(graph, node.getInput(1), TURNED))
                .flatMap(turn -> tokens(graph, turn.getInput(0)));
        Optional<Tokens> values = product.flatMap(node -> tokens(graph, node.getInput(1)));
        Optional<NodeProto> result = product.flatMap(node -> graph.soleUser(node.getOutput(0), "Transpose"))
                .filter(turn -> Attributes.integers(turn, "perm").equals(TO_HEADS));
        if (queries.isEmpty() || keys.isEmpty() || values.isEmpty() || result.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Attention(
                queries.orElseThrow(),
                keys.orElseThrow(),
                values.orElseThrow(),
                scaled.orElseThrow().getInput(1),
                result.orElseThrow()));
    }

    private static Optional<NodeProto> turned(GraphEdit graph, String value, List<Long> order) {
        return graph.soleMaker(value, "Transpose")
                .filter(turn -> Attributes.integers(turn, "perm").equals(order));
    }

    private static Optional<Tokens> tokens(GraphEdit graph, String heads) {
        return turned(graph, heads, TO_HEADS)
                .flatMap(turn -> graph.soleMaker(turn.getInput(0), "Reshape"))
                .filter(reshape -> graph.target(reshape).size() == 4)
                .map(reshape -> {
                    List<Long> shape = graph.target(reshape);
                    return new Tokens(reshape.getInput(0), reshape, shape.get(1), shape.get(2), shape.get(3));
                });
    }
}
