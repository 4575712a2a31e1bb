package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two affine maps of rows in a row become one: (x V + a) W + b is x (V W) + (a W + b). SAM 2's neck and the projections of its two
 * finer levels are such a pair.
 */
final class LinearChains implements Rule {
    @Override
    public void apply(GraphEdit graph) {
        for (NodeProto node : graph.nodes()) {
            if (graph.has(node) && node.getOpType().equals("Add")) {
                Affine.of(graph, node)
                        .ifPresent(second -> first(graph, second).ifPresent(first -> join(graph, first, second)));
            }
        }
    }

    /** Returns the map before, if only reshapings of whole rows lie between and one product is cheaper than two. */
    private static Optional<Affine> first(GraphEdit graph, Affine second) {
        String value = second.rows();
        boolean rows = false;
        for (Optional<NodeProto> reshape = graph.soleMaker(value, "Reshape");
                reshape.isPresent();
                reshape = graph.soleMaker(value, "Reshape")) {
            List<Long> target = graph.target(reshape.orElseThrow());
            if (target.isEmpty() || target.get(target.size() - 1) != second.in(graph)) {
                return Optional.empty();
            }
            rows = rows || target.size() == 2;
            value = reshape.orElseThrow().getInput(0);
        }
        boolean flat = rows;
        return Affine.makerOf(graph, value)
                .filter(first -> flat
                        && isRows(graph, first.rows())
                        && first.out(graph) == second.in(graph)
                        && first.in(graph) * second.out(graph)
                                < first.out(graph) * (first.in(graph) + second.out(graph)));
    }

    private static boolean isRows(GraphEdit graph, String value) {
        NodeProto maker = graph.maker(value);
        return maker != null
                && maker.getOpType().equals("Reshape")
                && graph.target(maker).size() == 2;
    }

    private static void join(GraphEdit graph, Affine first, Affine second) {
        String prefix = second.weight() + "/joined";
        String weight = graph.name(prefix);
        String moved = graph.name(prefix + "/moved");
        String bias = graph.name(prefix + "/bias");
        List<NodeProto> nodes = new ArrayList<>(List.of(
                graph.node("MatMul", List.of(first.weight(), second.weight()), weight),
                graph.node("MatMul", List.of(first.bias(), second.weight()), moved),
                graph.node("Add", List.of(moved, second.bias()), bias)));
        String times = graph.name(prefix + "/product");
        nodes.add(graph.node("MatMul", List.of(first.rows(), weight), times));
        nodes.add(graph.node("Add", List.of(times, bias), second.sum().getOutput(0)));
        graph.replace(second.sum(), nodes);
    }
}
