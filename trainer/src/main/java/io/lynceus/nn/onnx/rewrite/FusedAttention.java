package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention becomes one operator of ONNX Runtime, which on a graphics card never stores all scores of large maps. Of small maps on
 * a processor, it costs more than the products that it replaces.
 */
public final class FusedAttention {
    /** The operator is ONNX Runtime's own. */
    public static final String DOMAIN = "com.microsoft";

    private FusedAttention() {}

    /** Returns the graph with fused attention, and the same inputs and outputs. */
    public static GraphProto of(GraphProto source) {
        GraphEdit graph = new GraphEdit(source);
        for (NodeProto node : graph.nodes()) {
            if (node.getOpType().equals("Softmax")) {
                Attention.around(graph, node).ifPresent(found -> FloatTensors.read(graph, found.scale())
                        .filter(scale -> scale.length == 1)
                        .ifPresent(scale -> change(graph, found, scale[0])));
            }
        }
        return graph.done();
    }

    private static void change(GraphEdit graph, Attention found, float scale) {
        String result = found.result().getOutput(0);
        String prefix = result + "/attention";
        List<NodeProto> nodes = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        for (Attention.Tokens part : List.of(found.queries(), found.keys(), found.values())) {
            String rows = graph.name(prefix + "/rows");
            String shape = graph.integers(prefix + "/shape", -1, part.tokens(), part.channels());
            nodes.add(graph.node("Reshape", List.of(part.value(), shape), rows));
            inputs.add(rows);
        }
        Attention.Tokens queries = found.queries();
        String seen = graph.name(prefix);
        nodes.add(graph
                .node(
                        "MultiHeadAttention",
                        inputs,
                        seen,
                        Attributes.integer("num_heads", queries.heads()),
                        Attributes.real("scale", scale))
                .toBuilder()
                .setDomain(DOMAIN)
                .build());
        String split = graph.integers(prefix + "/split", -1, queries.tokens(), queries.heads(), queries.width());
        nodes.add(graph.node("Reshape", List.of(seen, split), result));
        graph.replace(found.result(), nodes);
    }
}
