package io.lynceus.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.lynceus.nn.onnx.rewrite.Attributes;
import io.lynceus.segment.ModelContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a graph resize its logits and find the classes only where it is asked to, and give the logits too. On a processor the node
 * finds the classes from the logits itself, in a fraction of the time; on an accelerator the graph does.
 *
 * <p>The nodes that lead from the logits to the classes go into one branch of an {@code If}; the other branch calls all pixels
 * {@value #NONE}. All other nodes and all weights stay as they are.
 */
final class ClassesOnRequest {
    /** What the classes are where nobody asked for them: the class of pixels that do not count. */
    private static final int NONE = 255;

    private static final int DIMENSIONS = 4; // [B, K, H, W]
    private static final String BRANCH = "classesOnRequest/";

    private final GraphProto graph;
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();

    private ClassesOnRequest(GraphProto graph) {
        this.graph = graph;
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(output -> makers.put(output, node));
            node.getInputList().forEach(input -> uses.merge(input, 1, Integer::sum));
        }
    }

    /**
     * Returns a graph with this change.
     *
     * @param classes number of classes K
     * @return empty if the classes do not come from logits that are resized bilinearly by a whole number of pixels
     */
    static Optional<GraphProto> in(GraphProto graph, int classes) {
        ClassesOnRequest edit = new ClassesOnRequest(graph);
        return edit.tail().map(tail -> edit.changed(tail, classes));
    }

    /**
     * The nodes from logits to classes.
     *
     * @param scale pixels for each cell of the logits' grid
     */
    private record Tail(NodeProto resize, NodeProto argMax, NodeProto cast, NodeProto output, int scale) {
        String logits() {
            return resize.getInput(0);
        }
    }

    private Optional<Tail> tail() {
        Optional<NodeProto> output = Optional.ofNullable(makers.get(ModelContract.CLASSES));
        Optional<NodeProto> cast = output.flatMap(node -> before(node, "Cast"));
        Optional<NodeProto> argMax = cast.flatMap(node -> before(node, "ArgMax"));
        Optional<NodeProto> resize = argMax.flatMap(node -> before(node, "Resize"))
                .filter(node -> node.getAttributeList().stream()
                        .allMatch(attribute -> attribute.equals(Attributes.text("mode", "linear"))));
        int scale = resize.map(this::wholeScale).orElse(0);
        return scale < 2
                ? Optional.empty()
                : Optional.of(new Tail(
                        resize.orElseThrow(), argMax.orElseThrow(), cast.orElseThrow(), output.orElseThrow(), scale));
    }

    /** Returns the node that makes a node's first input, if it is of that kind and nothing else uses its result. */
    private Optional<NodeProto> before(NodeProto node, String operator) {
        String input = node.getInput(0);
        return Optional.ofNullable(makers.get(input))
                .filter(maker -> maker.getOpType().equals(operator) && uses.getOrDefault(input, 0) == 1);
    }

    /** Returns the factor by which both directions are enlarged; 0 if it is no whole number or not the same. */
    private int wholeScale(NodeProto resize) {
        Optional<TensorProto> scales = graph.getInitializerList().stream()
                .filter(tensor -> resize.getInputCount() == 3
                        && tensor.getName().equals(resize.getInput(2))
                        && tensor.getRawData().size() == DIMENSIONS * Float.BYTES)
                .findFirst();
        if (scales.isEmpty()) {
            return 0;
        }
        ByteBuffer raw =
                ByteBuffer.wrap(scales.orElseThrow().getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        float across = raw.getFloat(3 * Float.BYTES);
        return raw.getFloat(2 * Float.BYTES) == across && across == Math.rint(across) ? (int) across : 0;
    }

    private GraphProto changed(Tail tail, int classes) {
        List<NodeProto> moved = List.of(tail.resize, tail.argMax, tail.cast);
        ValueInfoProto info = graph.getOutputList().stream()
                .filter(output -> output.getName().equals(ModelContract.CLASSES))
                .findFirst()
                .orElseThrow();
        List<Long> pixels = info.getType().getTensorType().getShape().getDimList().stream()
                .skip(1)
                .map(TensorShapeProto.Dimension::getDimValue)
                .toList(); // H, W
        GraphProto wanted = GraphProto.newBuilder()
                .setName(BRANCH + "wanted")
                .addAllNode(moved)
                .addOutput(info.toBuilder().setName(tail.cast.getOutput(0)))
                .build();
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        graph.getNodeList().stream()
                .filter(node -> !moved.contains(node) && !node.equals(tail.output))
                .forEach(changed::addNode);
        changed.addNode(NodeProto.newBuilder()
                .setOpType("If")
                .setName(BRANCH + "if")
                .addInput(ModelContract.RESIZE)
                .addOutput(ModelContract.CLASSES)
                .addAttribute(Attributes.graph("then_branch", wanted))
                .addAttribute(Attributes.graph("else_branch", unwanted(info, pixels))));
        changed.addNode(node("Identity", List.of(tail.logits()), ModelContract.LOGITS));
        return changed.addInput(OnnxGraph.valueInfo(ModelContract.RESIZE, DataType.BOOL_VALUE))
                .addOutput(OnnxGraph.valueInfo(
                        ModelContract.LOGITS,
                        DataType.FLOAT_VALUE,
                        "B",
                        classes,
                        pixels.get(0) / tail.scale,
                        pixels.get(1) / tail.scale))
                .build();
    }

    /** Returns the branch for those who find the classes themselves. */
    private static GraphProto unwanted(ValueInfoProto info, List<Long> pixels) {
        String sets = BRANCH + "sets"; // [1], holds B
        String shape = BRANCH + "shape"; // [3], holds B, H, W
        String image = BRANCH + "image"; // [2], holds H, W
        String none = BRANCH + "none"; // [B, H, W]
        TensorProto byteNone = TensorProto.newBuilder()
                .addDims(1)
                .setDataType(DataType.UINT8_VALUE)
                .setRawData(ByteString.copyFrom(new byte[] {(byte) NONE}))
                .build();
        return GraphProto.newBuilder()
                .setName(BRANCH + "unwanted")
                .addInitializer(TensorProto.newBuilder()
                        .setName(image)
                        .addDims(2)
                        .setDataType(DataType.INT64_VALUE)
                        .addAllInt64Data(pixels))
                .addNode(node(
                        "Shape",
                        List.of(ModelContract.MEMBERSHIP),
                        sets,
                        Attributes.integer("start", 0),
                        Attributes.integer("end", 1)))
                .addNode(node("Concat", List.of(sets, image), shape, Attributes.integer("axis", 0)))
                .addNode(node(
                        "ConstantOfShape",
                        List.of(shape),
                        none,
                        AttributeProto.newBuilder()
                                .setName("value")
                                .setType(AttributeProto.AttributeType.TENSOR)
                                .setT(byteNone)
                                .build()))
                .addOutput(info.toBuilder().setName(none))
                .build();
    }

    private static NodeProto node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output + "/node")
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(Arrays.asList(attributes))
                .build();
    }
}
