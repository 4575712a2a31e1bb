package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Products with weights are computed in whole numbers of 8 bits. Weights are stored so, with a factor for each output; what they
 * are multiplied with is turned into whole numbers when it is there, with one factor for the whole of it. Attention, normalisations
 * and convolutions stay as they are.
 *
 * <p>Weights are signed: with the instructions for it (VNNI), ONNX Runtime takes half of the time that it takes for unsigned ones. A
 * processor without them cuts off sums of two large products, and answers worse.
 */
public final class WholeNumberProducts {
    /** Ends the name of weights in whole numbers. */
    public static final String SUFFIX = "/int8";

    /** Smaller matrices gain nothing: to turn the other side into whole numbers costs as much as is saved. */
    private static final long LEAST_ELEMENTS = 2048;

    private static final int LARGEST = 127;

    private final GraphEdit graph;
    private final Map<String, Weight> weights = new HashMap<>();
    private final Map<String, Quantised> inputs = new HashMap<>();

    private WholeNumberProducts(GraphEdit graph) {
        this.graph = graph;
    }

    /** Names of weights as whole numbers [.., in, out] and of their factors [.., 1, out], or [out] for a single matrix. */
    private record Weight(String numbers, String factors) {}

    /** Names of a value as whole numbers, of its factor and of the number that stands for 0. */
    private record Quantised(String numbers, String factor, String zero) {}

    /** Returns the graph with these products, and the same inputs and outputs. */
    public static GraphProto of(GraphProto source) {
        GraphEdit graph = new GraphEdit(source);
        WholeNumberProducts products = new WholeNumberProducts(graph);
        for (NodeProto node : graph.nodes()) {
            if (node.getOpType().equals("MatMul") && !graph.isConstant(node.getInput(0))) {
                products.change(node);
            }
        }
        return graph.done();
    }

    private void change(NodeProto product) {
        List<NodeProto> nodes = new ArrayList<>();
        Optional<Weight> found = weight(product.getInput(1), nodes);
        if (found.isEmpty()) {
            return;
        }
        Weight weight = found.orElseThrow();
        Quantised input = quantised(product.getInput(0), nodes);
        String result = product.getOutput(0);
        String sums = graph.name(result + "/sums");
        String real = graph.name(result + "/real");
        String factors = graph.name(result + "/factors");
        nodes.add(graph.node("MatMulInteger", List.of(input.numbers, weight.numbers, input.zero), sums));
        nodes.add(graph.node("Cast", List.of(sums), real, Attributes.integer("to", DataType.FLOAT_VALUE)));
        nodes.add(graph.node("Mul", List.of(input.factor, weight.factors), factors));
        nodes.add(graph.node("Mul", List.of(real, factors), result));
        graph.replace(product, nodes);
    }

    /** Returns weights as whole numbers; empty where the second factor is no weights, or too few. */
    private Optional<Weight> weight(String value, List<NodeProto> nodes) {
        NodeProto maker = graph.maker(value);
        if (maker != null && maker.getOpType().equals("Gather")) { // one matrix for each modality
            return stored(maker.getInput(0), 3).map(all -> {
                String numbers = graph.name(value + SUFFIX);
                String factors = graph.name(value + "/factors");
                nodes.add(graph.node("Gather", List.of(all.numbers, maker.getInput(1)), numbers));
                nodes.add(graph.node("Gather", List.of(all.factors, maker.getInput(1)), factors));
                return new Weight(numbers, factors);
            });
        }
        return stored(value, 2);
    }

    private Optional<Weight> stored(String constant, int axes) {
        List<Long> shape = graph.shape(constant);
        if (shape.size() != axes || shape.get(axes - 2) * shape.get(axes - 1) < LEAST_ELEMENTS) {
            return Optional.empty();
        }
        if (!weights.containsKey(constant)) {
            FloatTensors.read(graph, constant)
                    .ifPresent(values -> weights.put(constant, store(constant, shape, values)));
        }
        return Optional.ofNullable(weights.get(constant));
    }

    private Weight store(String constant, List<Long> shape, float[] values) {
        int axes = shape.size();
        int in = Math.toIntExact(shape.get(axes - 2));
        int out = Math.toIntExact(shape.get(axes - 1));
        int matrices = values.length / (in * out);
        byte[] numbers = new byte[values.length];
        ByteBuffer factors = ByteBuffer.allocate(matrices * out * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int matrix = 0; matrix < matrices; matrix++) {
            for (int column = 0; column < out; column++) {
                factors.putFloat(round(values, matrix * in * out + column, in, out, numbers));
            }
        }
        TensorProto.Builder rounded = TensorProto.newBuilder()
                .setName(graph.name(constant + SUFFIX))
                .addAllDims(shape)
                .setDataType(DataType.INT8_VALUE)
                .setRawData(ByteString.copyFrom(numbers));
        TensorProto.Builder scales = TensorProto.newBuilder()
                .setName(graph.name(constant + "/factors"))
                .addAllDims(axes == 2 ? List.of((long) out) : List.of(shape.get(0), 1L, (long) out))
                .setDataType(DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(factors.flip()));
        return new Weight(graph.add(rounded.build()), graph.add(scales.build()));
    }

    /** Writes a column as whole numbers and returns its factor. */
    private static float round(float[] values, int first, int count, int step, byte[] numbers) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(values[first + i * step]));
        }
        float factor = largest == 0 ? 1 : largest / LARGEST;
        for (int i = 0; i < count; i++) {
            numbers[first + i * step] = (byte) Math.round(values[first + i * step] / factor);
        }
        return factor;
    }

    /** Returns a value as whole numbers; products of the same value share them. */
    private Quantised quantised(String value, List<NodeProto> nodes) {
        return inputs.computeIfAbsent(value, key -> {
            String numbers = graph.name(key + SUFFIX);
            Quantised quantised = new Quantised(numbers, graph.name(key + "/factor"), graph.name(key + "/zero"));
            nodes.add(NodeProto.newBuilder()
                    .setOpType("DynamicQuantizeLinear")
                    .setName(graph.name(numbers + "/node"))
                    .addInput(key)
                    .addOutput(quantised.numbers)
                    .addOutput(quantised.factor)
                    .addOutput(quantised.zero)
                    .build());
            return quantised;
        });
    }
}
