package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * The largest of the shares that softmax gives is 1 / Σ exp(x - max x). This takes no shares of the others, and no turning of the axes,
 * which softmax does where its axis is not the last.
 */
final class LargestShare implements Rule {
    @Override
    public void apply(GraphEdit graph) {
        for (NodeProto largest : graph.nodes()) {
            if (largest.getOpType().equals("ReduceMax") && largest.getInputCount() == 2) {
                Optional<NodeProto> softmax = graph.soleMaker(largest.getInput(0), "Softmax");
                softmax.filter(node -> graph.integers(largest.getInput(1))
                                .equals(List.of(Attributes.integer(node, "axis", -1))))
                        .ifPresent(node -> change(graph, node, largest));
            }
        }
    }

    private static void change(GraphEdit graph, NodeProto softmax, NodeProto largest) {
        String logits = softmax.getInput(0);
        String axis = largest.getInput(1);
        String result = largest.getOutput(0);
        String most = graph.name(result + "/most");
        String below = graph.name(result + "/below");
        String parts = graph.name(result + "/parts");
        String sum = graph.name(result + "/sum");
        graph.replace(
                largest,
                List.of(
                        graph.node("ReduceMax", List.of(logits, axis), most, Attributes.integer("keepdims", 1)),
                        graph.node("Sub", List.of(logits, most), below),
                        graph.node("Exp", List.of(below), parts),
                        graph.node(
                                "ReduceSum",
                                List.of(parts, axis),
                                sum,
                                Attributes.integer("keepdims", Attributes.integer(largest, "keepdims", 1))),
                        graph.node("Reciprocal", List.of(sum), result)));
    }
}
