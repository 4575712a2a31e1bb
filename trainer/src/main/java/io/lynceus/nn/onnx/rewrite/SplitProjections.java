package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Queries, keys and values that a frame's own weights project together and that are then cut apart are projected apart: the
 * weights are cut once, when the file is loaded, instead of the results in each call.
 */
final class SplitProjections implements Rule {
    private static final int THREE = 3;

    /**
     * A projection by weights that are chosen by modality.
     *
     * @param table constant [M, in, 3·out]
     * @param cuts the nodes that make queries, keys and values: three, or one with three results
     */
    private record Found(NodeProto product, NodeProto gather, String table, String bias, List<NodeProto> cuts) {
        List<String> parts() {
            return cuts.stream().flatMap(cut -> cut.getOutputList().stream()).toList();
        }
    }

    @Override
    public void apply(GraphEdit graph) {
        for (NodeProto node : graph.nodes()) {
            if (node.getOpType().equals("Add")) {
                find(graph, node).ifPresent(found -> change(graph, found));
            }
        }
    }

    private static Optional<Found> find(GraphEdit graph, NodeProto sum) {
        String bias = sum.getInput(1);
        List<Long> width = graph.shape(bias);
        Optional<NodeProto> product = graph.soleMaker(sum.getInput(0), "MatMul");
        Optional<NodeProto> gather = product.flatMap(node -> graph.soleMaker(node.getInput(1), "Gather"))
                .filter(node -> Attributes.integer(node, "axis", 0) == 0
                        && graph.shape(node.getInput(0)).size() == THREE);
        if (gather.isEmpty() || width.size() != 1 || width.get(0) % THREE != 0) {
            return Optional.empty();
        }
        List<NodeProto> cuts = cuts(graph, sum.getOutput(0), width.get(0) / THREE);
        return cuts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Found(
                        product.orElseThrow(),
                        gather.orElseThrow(),
                        gather.orElseThrow().getInput(0),
                        bias,
                        cuts));
    }

    /** Returns the nodes that cut a value into thirds along its last axis, in order; none if something else uses it. */
    private static List<NodeProto> cuts(GraphEdit graph, String value, long third) {
        Optional<NodeProto> split = graph.soleUser(value, "Split")
                .filter(node -> Attributes.integer(node, "axis", 0) == -1 && node.getOutputCount() == THREE);
        if (split.isPresent()) {
            return List.of(split.orElseThrow());
        }
        List<NodeProto> users = graph.users(value);
        List<NodeProto> slices = new ArrayList<>();
        for (int i = 0; i < THREE; i++) {
            List<List<Long>> where = List.of(List.of(i * third), List.of((i + 1) * third), List.of(-1L));
            users.stream()
                    .filter(node -> node.getOpType().equals("Slice")
                            && node.getInputCount() == 1 + THREE
                            && IntStream.range(0, THREE).allMatch(at -> graph.integers(node.getInput(1 + at))
                                    .equals(where.get(at))))
                    .findFirst()
                    .ifPresent(slices::add);
        }
        return slices.size() == THREE && users.size() == THREE ? slices : List.of();
    }

    private static void change(GraphEdit graph, Found found) {
        List<String> parts = found.parts();
        List<List<NodeProto>> nodes = new ArrayList<>();
        for (int i = 0; i < THREE; i++) {
            nodes.add(part(graph, found, i, parts.get(i)));
        }
        if (found.cuts.size() == 1) {
            graph.replace(
                    found.cuts.get(0), nodes.stream().flatMap(List::stream).toList());
        } else {
            for (int i = 0; i < THREE; i++) {
                graph.replace(found.cuts.get(i), nodes.get(i));
            }
        }
    }

    private static List<NodeProto> part(GraphEdit graph, Found found, int index, String result) {
        List<Long> shape = graph.shape(found.table);
        long third = shape.get(2) / THREE;
        String prefix = found.table + "/part" + index;
        String from = graph.integers(prefix + "/from", index * third);
        String to = graph.integers(prefix + "/to", (index + 1) * third);
        String axis = graph.integers(prefix + "/axis", -1);
        String table = graph.name(prefix);
        String bias = graph.name(prefix + "/bias");
        String own = graph.name(prefix + "/own");
        String product = graph.name(prefix + "/product");
        return List.of(
                graph.node("Slice", List.of(found.table, from, to, axis), table),
                graph.node("Slice", List.of(found.bias, from, to, axis), bias),
                graph.node("Gather", List.of(table, found.gather.getInput(1)), own),
                graph.node("MatMul", List.of(found.product.getInput(0), own), product),
                graph.node("Add", List.of(product, bias), result));
    }
}
