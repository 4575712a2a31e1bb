package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph computes in half precision from the first convolution on. In float32 remain: softmax and layer normalisations, whose
 * sums would lose digits; means over maps, whose sums would leave the range, and all that is computed from them, such as the
 * weights of frames and their quality; and what enters and leaves the graph.
 */
public final class HalfPrecision {
    /** These read half precision, whatever their inputs were computed in. */
    private static final Set<String> STARTS = Set.of("Conv", "ConvTranspose");
    /** These compute in half precision if one of their inputs comes from it. */
    private static final Set<String> FOLLOW = Set.of(
            "MatMul",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Gelu",
            "Relu",
            "Sigmoid",
            "Reshape",
            "Transpose",
            "Unsqueeze",
            "Split",
            "Slice",
            "Concat",
            "Pad",
            "MaxPool",
            "Resize",
            "MultiHeadAttention");
    /** These stay in float32, and what they make may go on in half precision. */
    private static final Set<String> BETWEEN = Set.of("Softmax", "LayerNormalization");
    /** All inputs of these are numbers to compute with; of the others in {@link #FOLLOW}, the first one. */
    private static final Set<String> ALL_INPUTS =
            Set.of("Conv", "ConvTranspose", "MatMul", "Add", "Sub", "Mul", "Div", "Concat", "MultiHeadAttention");
    /** A result that only these use stays in float32: sums over maps of it may be large. */
    private static final Set<String> SUMS = Set.of("ReduceMean", "ReduceSum");

    private static final String SUFFIX = "/half";

    private final GraphEdit graph;
    /** By a value's name, the name of the same value in half precision. */
    private final Map<String, String> halves = new HashMap<>();
    /** Values that were computed in half precision, or from such by a node that stays in float32. */
    private final Set<String> reached = new HashSet<>();

    private HalfPrecision(GraphEdit graph) {
        this.graph = graph;
    }

    /** Returns the graph in half precision, with the same inputs and outputs. */
    public static GraphProto of(GraphProto source) {
        GraphEdit graph = new GraphEdit(source);
        HalfPrecision half = new HalfPrecision(graph);
        graph.nodes().forEach(half::visit);
        return graph.done();
    }

    private void visit(NodeProto node) {
        String operator = node.getOpType();
        boolean follows = numbers(node).stream().anyMatch(reached::contains);
        if (STARTS.contains(operator) || FOLLOW.contains(operator) && follows && !isForSums(node)) {
            change(node);
            reached.addAll(node.getOutputList());
        } else if (BETWEEN.contains(operator) && follows) {
            reached.addAll(node.getOutputList());
        }
    }

    private boolean isForSums(NodeProto node) {
        List<NodeProto> users = graph.users(node.getOutput(0));
        return !users.isEmpty() && users.stream().allMatch(user -> SUMS.contains(user.getOpType()));
    }

    private static List<String> numbers(NodeProto node) {
        return ALL_INPUTS.contains(node.getOpType())
                ? node.getInputList()
                : node.getInputList().subList(0, 1);
    }

    /** Computes a node in half precision; a cast makes its results in float32 for those who need them. */
    private void change(NodeProto node) {
        List<NodeProto> nodes = new ArrayList<>();
        NodeProto.Builder half = node.toBuilder();
        for (int i = 0; i < numbers(node).size(); i++) {
            half.setInput(i, half(node.getInput(i), nodes));
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            String output = node.getOutput(i);
            String name = graph.name(output + SUFFIX);
            halves.put(output, name);
            half.setOutput(i, name);
        }
        nodes.add(half.build());
        node.getOutputList()
                .forEach(output -> nodes.add(graph.node(
                        "Cast",
                        List.of(halves.getOrDefault(output, output)),
                        output,
                        Attributes.integer("to", DataType.FLOAT_VALUE))));
        graph.replace(node, nodes);
    }

    /** Returns the name of a value in half precision, and appends the cast that makes it if nothing has made it yet. */
    private String half(String value, List<NodeProto> nodes) {
        String known = halves.get(value);
        if (known != null) {
            return known;
        }
        String made = made(value, nodes);
        halves.put(value, made);
        return made;
    }

    private String made(String value, List<NodeProto> nodes) {
        NodeProto maker = graph.maker(value);
        if (maker != null && FloatTensors.isHalf(graph, maker.getInput(0))) {
            return maker.getInput(0); // weights, which the file holds in half precision and casts
        }
        if (maker != null && maker.getOpType().equals("Gather") && graph.isConstant(maker.getInput(0))) {
            return gathered(maker, nodes);
        }
        String name = graph.name(value + SUFFIX);
        nodes.add(graph.node("Cast", List.of(value), name, Attributes.integer("to", DataType.FLOAT16_VALUE)));
        return name;
    }

    /** Gathers rows of a table in half precision, instead of casting them each time. */
    private String gathered(NodeProto maker, List<NodeProto> nodes) {
        String table = half(maker.getInput(0), nodes);
        String name = graph.name(maker.getOutput(0) + SUFFIX);
        nodes.add(maker.toBuilder()
                .setName(graph.name(name + "/Gather"))
                .setInput(0, table)
                .setOutput(0, name)
                .build());
        return name;
    }
}
