package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * What is added to all keys of an attention moves all scores of a query alike, which softmax does not see: it is left out. What is
 * added to all values comes out of the attention as it went in, because a query's weights sum up to 1: it goes into the bias of the
 * projection behind.
 */
final class AttentionBiases implements Rule {
    @Override
    public void apply(GraphEdit graph) {
        for (NodeProto node : graph.nodes()) {
            if (node.getOpType().equals("Softmax")) {
                Attention.around(graph, node).ifPresent(found -> change(graph, found));
            }
        }
    }

    private static void change(GraphEdit graph, Attention found) {
        bias(graph, found.keys())
                .filter(sum -> isPart(graph, sum.getInput(1))) // the whole of it stays in the file
                .ifPresent(sum -> without(graph, found.keys().split(), sum));
        bias(graph, found.values()).ifPresent(sum -> projection(graph, found).ifPresent(projection -> {
            without(graph, found.values().split(), sum);
            add(graph, projection, sum.getInput(1));
        }));
    }

    /** Returns the sum with a constant for each channel that makes tokens, if there is one. */
    private static Optional<NodeProto> bias(GraphEdit graph, Attention.Tokens tokens) {
        return graph.soleMaker(tokens.value(), "Add")
                .filter(sum -> graph.isConstant(sum.getInput(1))
                        && !graph.isConstant(sum.getInput(0))
                        && isVector(graph, sum.getInput(1), tokens.channels()));
    }

    private static boolean isVector(GraphEdit graph, String constant, long length) {
        return isPart(graph, constant) || graph.shape(constant).equals(List.of(length));
    }

    /** Returns true for what is cut from a vector. */
    private static boolean isPart(GraphEdit graph, String constant) {
        NodeProto maker = graph.maker(constant);
        return maker != null
                && maker.getOpType().equals("Slice")
                && graph.shape(maker.getInput(0)).size() == 1;
    }

    private static void without(GraphEdit graph, NodeProto split, NodeProto sum) {
        graph.replace(
                split, List.of(split.toBuilder().setInput(0, sum.getInput(0)).build()));
    }

    /** Returns the map of each token that follows the attention. */
    private static Optional<Affine> projection(GraphEdit graph, Attention found) {
        long channels = found.queries().channels();
        Optional<NodeProto> next = onlyUser(graph, found.result().getOutput(0))
                .filter(node -> TokenMoves.isOfWholeTokens(graph, node, channels)); // puts the heads into one axis
        while (next.isPresent() && TokenMoves.keeps(graph, next.orElseThrow(), channels)) {
            next = onlyUser(graph, next.orElseThrow().getOutput(0));
        }
        return next.filter(node -> node.getOpType().equals("MatMul"))
                .flatMap(node -> graph.soleUser(node.getOutput(0), "Add"))
                .flatMap(sum -> Affine.of(graph, sum))
                .filter(map -> map.in(graph) == channels);
    }

    private static Optional<NodeProto> onlyUser(GraphEdit graph, String value) {
        List<NodeProto> users = graph.users(value);
        return users.size() == 1 ? Optional.of(users.get(0)) : Optional.empty();
    }

    /** Adds what the map makes of a constant to its bias. */
    private static void add(GraphEdit graph, Affine map, String constant) {
        String prefix = map.bias() + "/withValues";
        String moved = graph.name(prefix + "/moved");
        String bias = graph.name(prefix);
        graph.replace(
                map.sum(),
                List.of(
                        graph.node("MatMul", List.of(constant, map.weight()), moved),
                        graph.node("Add", List.of(moved, map.bias()), bias),
                        map.sum().toBuilder().setInput(1, bias).build()));
    }
}
