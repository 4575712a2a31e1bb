package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;

/** Nodes that move whole tokens: the channels of a token stay side by side, in order, in the last axis. */
final class TokenMoves {
    private TokenMoves() {}

    /** Returns true for a reshaping to rows of one token or more. */
    static boolean isOfWholeTokens(GraphEdit graph, NodeProto node, long channels) {
        List<Long> target = node.getOpType().equals("Reshape") ? graph.target(node) : List.of();
        return !target.isEmpty() && target.get(target.size() - 1) % channels == 0;
    }

    /** Returns true for a node that moves tokens, or leaves some out. */
    static boolean keeps(GraphEdit graph, NodeProto node, long channels) {
        return switch (node.getOpType()) {
            case "Reshape" -> isOfWholeTokens(graph, node, channels);
            case "Transpose" -> {
                List<Long> order = Attributes.integers(node, "perm");
                yield !order.isEmpty() && order.get(order.size() - 1) == order.size() - 1;
            }
            case "Slice" -> node.getInputCount() == 4 && isAlongMap(graph, node.getInput(3));
            default -> false;
        };
    }

    /** Returns true for a node that adds tokens of zeros. */
    static boolean addsZeros(GraphEdit graph, NodeProto node) {
        return node.getOpType().equals("Pad")
                && node.getInputCount() == 4
                && node.getInput(2).isEmpty()
                && Attributes.text(node, "mode", "constant").equals("constant")
                && isAlongMap(graph, node.getInput(3));
    }

    private static boolean isAlongMap(GraphEdit graph, String axes) {
        List<Long> which = graph.integers(axes);
        return !which.isEmpty() && which.stream().allMatch(axis -> axis == 1 || axis == 2);
    }
}
