package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layer normalisations become instance normalisations of rows: on a processor, ONNX Runtime sums the numbers of a row one by one in
 * the first, and many at a time in the second. Factors of the channels go into the weights of what follows, if that is nothing but
 * linear maps, and so do offsets, if all of these maps have biases.
 */
final class RowNorms implements Rule {
    /** Offsets are divided by factors that go into weights; by smaller ones, they would lose digits. */
    private static final float LEAST_FACTOR = 0.01f;

    private static final String ONE = "rowNorm/one";
    private static final String ZERO = "rowNorm/zero";

    @Override
    public void apply(GraphEdit graph) {
        for (NodeProto node : graph.nodes()) {
            if (node.getOpType().equals("LayerNormalization")
                    && node.getInputCount() == 3
                    && node.getOutputCount() == 1
                    && Attributes.integer(node, "axis", -1) == -1
                    && graph.shape(node.getInput(1)).size() == 1) {
                change(graph, node);
            }
        }
    }

    private static void change(GraphEdit graph, NodeProto norm) {
        String factors = norm.getInput(1);
        String offsets = norm.getInput(2);
        long channels = graph.shape(factors).get(0);
        String prefix = norm.getOutput(0) + "/rows";
        List<NodeProto> nodes = new ArrayList<>();
        String value = normalised(graph, nodes, norm, channels, prefix);
        Optional<LinearUsers> users =
                LinearUsers.of(graph, norm.getOutput(0), channels).filter(found -> isFarFromZero(graph, factors));
        boolean offsetsMove = users.filter(found -> found.haveBiases(graph)).isPresent();
        if (users.isEmpty()) {
            value = append(graph, nodes, "Mul", value, factors, prefix + "/scaled");
            value = append(graph, nodes, "Add", value, offsets, prefix + "/moved");
        } else if (!offsetsMove) {
            String before = append(graph, nodes, "Div", offsets, factors, prefix + "/offsets");
            value = append(graph, nodes, "Add", value, before, prefix + "/moved");
        }
        nodes.add(graph.node("Reshape", List.of(value, shape(graph, nodes, norm, prefix)), norm.getOutput(0)));
        if (offsetsMove) {
            users.orElseThrow().takeOffset(graph, offsets);
        }
        users.ifPresent(found -> found.takeFactors(graph, factors, channels));
        graph.replace(norm, nodes);
    }

    /** Appends the rows' normalisation without factors and offsets: [rows, 1, C]. */
    private static String normalised(
            GraphEdit graph, List<NodeProto> nodes, NodeProto norm, long channels, String prefix) {
        String rows = graph.name(prefix);
        String value = graph.name(prefix + "/normed");
        String shape = graph.integers(prefix + "/shape", -1, 1, channels);
        nodes.add(graph.node("Reshape", List.of(norm.getInput(0), shape), rows));
        nodes.add(graph.node(
                "InstanceNormalization",
                List.of(rows, number(graph, ONE, 1), number(graph, ZERO, 0)),
                value,
                Attributes.real("epsilon", Attributes.real(norm, "epsilon", 1e-5))));
        return value;
    }

    private static String append(
            GraphEdit graph, List<NodeProto> nodes, String operator, String a, String b, String wanted) {
        String result = graph.name(wanted);
        nodes.add(graph.node(operator, List.of(a, b), result));
        return result;
    }

    /** Returns the name of the shape that the normalisation keeps: that of the reshaping before, or one that is found at run time. */
    private static String shape(GraphEdit graph, List<NodeProto> nodes, NodeProto norm, String prefix) {
        NodeProto maker = graph.maker(norm.getInput(0));
        if (maker != null && maker.getOpType().equals("Reshape")) {
            return maker.getInput(1);
        }
        String shape = graph.name(prefix + "/of");
        nodes.add(graph.node("Shape", List.of(norm.getInput(0)), shape));
        return shape;
    }

    private static boolean isFarFromZero(GraphEdit graph, String factors) {
        for (float factor : FloatTensors.read(graph, factors).orElse(new float[] {0})) {
            if (Math.abs(factor) < LEAST_FACTOR) {
                return false;
            }
        }
        return true;
    }

    private static String number(GraphEdit graph, String name, float value) {
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return graph.initialiser(name) != null
                ? name
                : graph.add(TensorProto.newBuilder()
                        .setName(name)
                        .addDims(1)
                        .setDataType(DataType.FLOAT_VALUE)
                        .setRawData(ByteString.copyFrom(raw.putFloat(value).flip()))
                        .build());
    }
}
