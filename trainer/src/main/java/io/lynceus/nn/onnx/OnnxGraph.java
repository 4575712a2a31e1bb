package io.lynceus.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.lynceus.nn.DType;
import io.lynceus.nn.onnx.rewrite.Attributes;
import io.lynceus.nn.onnx.rewrite.FusedAttention;
import io.lynceus.nn.torch.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** An ONNX graph that is being written: inputs, nodes, initialisers and outputs, with unique names. */
final class OnnxGraph {
    /** The metadata entry with the SHA-256 of the graph's bytes; the node checks it when it loads the model. */
    static final String CHECKSUM = "lynceus.graph.sha256";

    private static final int OPSET = 20;
    private static final int IR_VERSION = 9; // the one that came with opset 20
    /** Ends the name of an initialiser that is stored at half the size. */
    static final String HALF = "/float16";

    private static final int HALF_FROM = 256; // smaller tensors stay float32, because float16 would save nothing

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("lynceus");
    private final Map<String, Integer> taken = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final boolean halfWeights;

    /** With half weights, initialisers are stored as float16 and cast back, which the runtime does once, on loading. */
    OnnxGraph(boolean halfWeights) {
        this.halfWeights = halfWeights;
    }

    /** Adds an input; each dimension is a number, or a name for a dynamic one. */
    OnnxValue input(String name, DType type, Object... dimensions) {
        graph.addInput(valueInfo(unique(name), code(type), dimensions));
        return OnnxValue.computed(name);
    }

    void output(String name, OnnxValue value, DType type, Object... dimensions) {
        if (!outputs.add(name)) {
            throw new IllegalArgumentException("output " + name + " is declared twice");
        }
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName("output/" + name)
                .addInput(value.in(this))
                .addOutput(unique(name)));
        graph.addOutput(valueInfo(name, code(type), dimensions));
    }

    /** Appends a node with one output. */
    OnnxValue node(String operator, List<OnnxValue> inputs, AttributeProto... attributes) {
        return OnnxValue.computed(append(operator, 1, inputs, attributes).get(0));
    }

    /** Appends a node and names its outputs. */
    List<String> append(String operator, int outputCount, List<OnnxValue> inputs, AttributeProto... attributes) {
        String name = unique(operator);
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(name);
        inputs.forEach(input -> node.addInput(input.in(this)));
        List<String> names = outputCount == 1
                ? List.of(name)
                : IntStream.range(0, outputCount).mapToObj(i -> name + "/" + i).toList();
        node.addAllOutput(names).addAllAttribute(Arrays.asList(attributes));
        graph.addNode(node);
        return names;
    }

    /** Adds a tensor as an initialiser. */
    String initializer(String label, Tensor tensor) {
        String name = unique(label);
        constants.put(name, tensor);
        if (isHalf(tensor)) {
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Cast")
                    .setName(name + "/cast")
                    .addInput(name + HALF)
                    .addOutput(name)
                    .addAttribute(Attributes.integer("to", TensorProto.DataType.FLOAT_VALUE)));
        }
        return name;
    }

    private boolean isHalf(Tensor tensor) {
        return halfWeights && tensor.scalar_type().intern() == ScalarType.Float && tensor.numel() >= HALF_FROM;
    }

    /** Returns the initialisers' values by name, in the order in which nodes needed them; they belong to the caller's scope. */
    Map<String, Tensor> constants() {
        return Collections.unmodifiableMap(constants);
    }

    /** Returns the model, with the checksum of its graph among the metadata. */
    ModelProto model(Map<String, String> metadata) {
        return model(finished(), metadata);
    }

    /** Returns the graph as it is now. */
    GraphProto finished() {
        GraphProto.Builder whole = graph.clone();
        constants.forEach((name, tensor) -> whole.addInitializer(
                isHalf(tensor) ? tensorProto(name + HALF, tensor.to(ScalarType.Half)) : tensorProto(name, tensor)));
        return whole.build();
    }

    /** Returns a model of a graph, with the graph's checksum among the metadata. */
    static ModelProto model(GraphProto finished, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("lynceus")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(finished)
                .addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(CHECKSUM).setValue(sha256(finished)));
        boolean isOwn = finished.getNodeList().stream()
                .anyMatch(node -> node.getDomain().equals(FusedAttention.DOMAIN));
        if (isOwn) {
            model.addOpsetImport(OperatorSetIdProto.newBuilder()
                    .setDomain(FusedAttention.DOMAIN)
                    .setVersion(1));
        }
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    private static String sha256(GraphProto graph) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            graph.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException("every Java platform has SHA-256, and nothing is written", e);
        }
    }

    static int code(DType type) {
        return switch (type) {
            case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
            case INT64 -> TensorProto.DataType.INT64_VALUE;
            case UINT8 -> TensorProto.DataType.UINT8_VALUE;
        };
    }

    private String unique(String wanted) {
        int count = taken.merge(wanted, 1, Integer::sum);
        return count == 1 ? wanted : unique(wanted + "_" + count);
    }

    static ValueInfoProto valueInfo(String name, int type, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            TensorShapeProto.Dimension.Builder size = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(
                    dimension instanceof Number number
                            ? size.setDimValue(number.longValue())
                            : size.setDimParam(dimension.toString()));
        }
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static TensorProto tensorProto(String name, Tensor tensor) {
        TensorProto.Builder proto = TensorProto.newBuilder().setName(name);
        Arrays.stream(Tensors.shape(tensor)).forEach(proto::addDims);
        ScalarType type = tensor.scalar_type().intern();
        int code =
                switch (type) {
                    case Float -> TensorProto.DataType.FLOAT_VALUE;
                    case Half -> TensorProto.DataType.FLOAT16_VALUE;
                    case Long -> TensorProto.DataType.INT64_VALUE;
                    case Byte -> TensorProto.DataType.UINT8_VALUE;
                    default ->
                        throw new IllegalArgumentException("constant " + name + " has element type " + type
                                + "; graphs hold float32, float16, int64 and uint8");
                };
        return proto.setDataType(code).setRawData(Tensors.raw(tensor)).build();
    }
}
