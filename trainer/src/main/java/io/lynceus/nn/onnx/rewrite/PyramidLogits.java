package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Levels that are mapped, enlarged, joined and classified by two 1 × 1 convolutions: the convolutions go into the map of each level,
 * before it is enlarged, and the levels' logits are added. All of it is linear, and to enlarge bilinearly keeps constants, so that
 * the order does not matter. The tail of MLE-SAM's second head has this shape.
 */
final class PyramidLogits implements Rule {
    private static final List<Long> TO_MAP = List.of(0L, 3L, 1L, 2L);
    private static final List<Long> POINT = List.of(1L, 1L);

    /**
     * A level: rows are mapped, reshaped to tokens, turned into a map and, but for one level, enlarged.
     *
     * @param cells the target of the reshaping: [-1, h, w, C]
     * @param resize null where the map keeps its size
     */
    private record Level(Affine map, List<Long> cells, Optional<NodeProto> resize) {}

    @Override
    public void apply(GraphEdit graph) {
        for (NodeProto last : graph.nodes()) {
            if (graph.has(last) && isPointwise(graph, last)) {
                graph.soleMaker(last.getInput(0), "Conv")
                        .filter(first -> isPointwise(graph, first))
                        .ifPresent(first -> graph.soleMaker(first.getInput(0), "Concat")
                                .flatMap(joined -> levels(graph, joined))
                                .ifPresent(levels -> change(graph, levels, first, last)));
            }
        }
    }

    private static boolean isPointwise(GraphEdit graph, NodeProto node) {
        if (!node.getOpType().equals("Conv") || node.getInputCount() != 3) {
            return false;
        }
        List<Long> weight = graph.shape(node.getInput(1));
        return weight.size() == 4
                && weight.subList(2, 4).equals(POINT)
                && Attributes.integer(node, "group", 1) == 1
                && Attributes.integers(node, "strides").stream().allMatch(step -> step == 1)
                && Attributes.integers(node, "pads").stream().allMatch(pad -> pad == 0);
    }

    private static Optional<List<Level>> levels(GraphEdit graph, NodeProto joined) {
        List<Level> levels = new ArrayList<>();
        for (String part : joined.getInputList()) {
            Optional<NodeProto> resize = graph.soleMaker(part, "Resize")
                    .filter(node -> Attributes.text(node, "mode", "nearest").equals("linear"));
            Optional<NodeProto> turn = graph.soleMaker(
                            resize.isPresent() ? resize.orElseThrow().getInput(0) : part, "Transpose")
                    .filter(node -> Attributes.integers(node, "perm").equals(TO_MAP));
            Optional<NodeProto> reshape = turn.flatMap(node -> graph.soleMaker(node.getInput(0), "Reshape"));
            reshape.flatMap(node -> Affine.makerOf(graph, node.getInput(0))
                            .filter(map -> graph.target(node).size() == 4
                                    && graph.target(node).get(3) == map.out(graph))
                            .map(map -> new Level(map, graph.target(node), resize)))
                    .ifPresent(levels::add);
        }
        boolean all = Attributes.integer(joined, "axis", 0) == 1 && levels.size() == joined.getInputCount();
        return all ? Optional.of(levels) : Optional.empty();
    }

    /** K classes from levels of C channels each, by way of a first convolution to D channels. */
    private static void change(GraphEdit graph, List<Level> levels, NodeProto first, NodeProto last) {
        long classes = graph.shape(last.getInput(1)).get(0);
        long middle = graph.shape(last.getInput(1)).get(1);
        long joined = graph.shape(first.getInput(1)).get(1);
        String prefix = last.getInput(1) + "/ofLevels";
        String second = graph.name(prefix + "/last");
        String before = graph.name(prefix + "/first");
        String both = graph.name(prefix + "/both");
        String turned = graph.name(prefix);
        List<NodeProto> nodes = new ArrayList<>(List.of(
                graph.node(
                        "Reshape", List.of(last.getInput(1), graph.integers(prefix + "/k", classes, middle)), second),
                graph.node(
                        "Reshape", List.of(first.getInput(1), graph.integers(prefix + "/d", middle, joined)), before),
                graph.node("MatMul", List.of(second, before), both), // [K, levels·C]
                graph.node("Transpose", List.of(both), turned, Attributes.integerList("perm", 1, 0))));
        List<String> maps = new ArrayList<>();
        long from = 0;
        for (Level level : levels) {
            String bias = maps.isEmpty() ? offset(graph, nodes, second, first, last, prefix) : "";
            maps.add(logits(graph, nodes, level, turned, from, classes, bias));
            from += level.map.out(graph);
        }
        String sum = maps.get(0);
        for (int i = 1; i < maps.size(); i++) {
            String next = i == maps.size() - 1 ? last.getOutput(0) : graph.name(prefix + "/sum");
            nodes.add(graph.node("Add", List.of(sum, maps.get(i)), next));
            sum = next;
        }
        graph.replace(last, nodes);
    }

    /** Appends what the two convolutions add to any map: [K]. */
    private static String offset(
            GraphEdit graph, List<NodeProto> nodes, String second, NodeProto first, NodeProto last, String prefix) {
        String moved = graph.name(prefix + "/moved");
        String offset = graph.name(prefix + "/offset");
        nodes.add(graph.node("MatMul", List.of(second, first.getInput(2)), moved));
        nodes.add(graph.node("Add", List.of(moved, last.getInput(2)), offset));
        return offset;
    }

    /** Appends a level's logits [B, K, h, w] at the size of the finest level. */
    private static String logits(
            GraphEdit graph, List<NodeProto> nodes, Level level, String all, long from, long classes, String more) {
        Affine map = level.map;
        String prefix = map.weight() + "/toLogits";
        String own = graph.name(prefix + "/own"); // [C, K]
        String weight = graph.name(prefix);
        String bias = graph.name(prefix + "/bias");
        String rows = graph.name(prefix + "/rows");
        String logits = graph.name(prefix + "/logits");
        String tokens = graph.name(prefix + "/tokens");
        String turned = graph.name(prefix + "/map");
        long to = from + map.out(graph);
        nodes.add(graph.node(
                "Slice",
                List.of(
                        all,
                        graph.integers(prefix + "/from", from),
                        graph.integers(prefix + "/to", to),
                        graph.integers(prefix + "/axis", 0)),
                own));
        nodes.add(graph.node("MatMul", List.of(map.weight(), own), weight));
        nodes.add(graph.node("MatMul", List.of(map.bias(), own), bias));
        String whole = bias;
        if (!more.isEmpty()) {
            whole = graph.name(prefix + "/sum");
            nodes.add(graph.node("Add", List.of(bias, more), whole));
        }
        nodes.add(graph.node("MatMul", List.of(map.rows(), weight), rows));
        nodes.add(graph.node("Add", List.of(rows, whole), logits)); // [B·h·w, K]
        nodes.add(graph.node(
                "Reshape",
                List.of(logits, graph.integers(prefix + "/shape", -1, level.cells.get(1), level.cells.get(2), classes)),
                tokens));
        nodes.add(graph.node("Transpose", List.of(tokens), turned, Attributes.integerList("perm", 0, 3, 1, 2)));
        if (level.resize.isEmpty()) {
            return turned;
        }
        NodeProto resize = level.resize.orElseThrow();
        String large = graph.name(prefix + "/large");
        nodes.add(resize.toBuilder()
                .setName(graph.name(large + "/Resize"))
                .setInput(0, turned)
                .setOutput(0, large)
                .build());
        return large;
    }
}
