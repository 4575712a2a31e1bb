package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph under change: its nodes in order, and which of them makes and uses each value. A node that is put in the place of another
 * one stands behind all that it reads, since the other one did.
 */
final class GraphEdit {
    private final GraphProto source;
    private final List<NodeProto> nodes;
    private final Map<String, TensorProto> initialisers = new LinkedHashMap<>();
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, List<NodeProto>> users = new HashMap<>();
    /** Values that leave the graph or are read in a branch. */
    private final Set<String> needed = new HashSet<>();

    private final Set<String> names = new HashSet<>();

    GraphEdit(GraphProto source) {
        this.source = source;
        this.nodes = new ArrayList<>(source.getNodeList());
        source.getInitializerList().forEach(tensor -> initialisers.put(tensor.getName(), tensor));
        names.addAll(initialisers.keySet());
        source.getInputList().forEach(input -> names.add(input.getName()));
        source.getOutputList().forEach(output -> needed.add(output.getName()));
        nodes.forEach(this::enter);
    }

    private void enter(NodeProto node) {
        node.getInputList().forEach(input -> users.computeIfAbsent(input, i -> new ArrayList<>())
                .add(node));
        node.getOutputList().forEach(output -> {
            makers.put(output, node);
            names.add(output);
        });
        names.add(node.getName());
        node.getAttributeList().stream()
                .filter(AttributeProto::hasG)
                .forEach(branch -> branch.getG().getNodeList().forEach(inner -> needed.addAll(inner.getInputList())));
    }

    private void leave(NodeProto node) {
        node.getInputList()
                .forEach(input -> users.getOrDefault(input, List.of()).remove(node));
        node.getOutputList().forEach(makers::remove);
    }

    // ---- looking ----

    /** Returns the nodes as they are now; changes afterwards do not show. */
    List<NodeProto> nodes() {
        return List.copyOf(nodes);
    }

    /** Returns true if the node has not been taken away. */
    boolean has(NodeProto node) {
        return node.getOutputCount() > 0 && node.equals(makers.get(node.getOutput(0)));
    }

    @Nullable
    NodeProto maker(String value) {
        return makers.get(value);
    }

    /** Returns the node that makes a value, if it is of that kind and the value is used once only. */
    Optional<NodeProto> soleMaker(String value, String operator) {
        return Optional.ofNullable(makers.get(value))
                .filter(node -> node.getOpType().equals(operator) && isUsedOnce(value));
    }

    /** Returns the only node that uses a value, if it is of that kind. */
    Optional<NodeProto> soleUser(String value, String operator) {
        return users.getOrDefault(value, List.of()).stream()
                .filter(node -> isUsedOnce(value) && node.getOpType().equals(operator))
                .findFirst();
    }

    /** Returns true for a value that leaves the graph or is read in a branch. */
    boolean isNeeded(String value) {
        return needed.contains(value);
    }

    /** Returns the nodes that use a value; those inside branches, and the graph's outputs, are not among them. */
    List<NodeProto> users(String value) {
        return List.copyOf(users.getOrDefault(value, List.of()));
    }

    private boolean isUsedOnce(String value) {
        return !needed.contains(value) && users.getOrDefault(value, List.of()).size() == 1;
    }

    /** Returns true for an initialiser and for what is computed from initialisers alone. */
    boolean isConstant(String value) {
        NodeProto maker = makers.get(value);
        return maker == null
                ? initialisers.containsKey(value)
                : maker.getInputCount() > 0 && maker.getInputList().stream().allMatch(this::isConstant);
    }

    /** Returns the shape of an initialiser, also of one that is stored in half precision; empty for all else. */
    List<Long> shape(String constant) {
        NodeProto maker = makers.get(constant);
        if (maker != null) {
            return maker.getOpType().equals("Cast") ? shape(maker.getInput(0)) : List.of();
        }
        TensorProto tensor = initialisers.get(constant);
        return tensor == null ? List.of() : tensor.getDimsList();
    }

    /** Returns the whole numbers of an initialiser; empty if it has none. */
    List<Long> integers(String constant) {
        TensorProto tensor = initialisers.get(constant);
        if (tensor == null || tensor.getDataType() != DataType.INT64_VALUE) {
            return List.of();
        }
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        List<Long> values = new ArrayList<>(tensor.getInt64DataList());
        while (raw.hasRemaining()) {
            values.add(raw.getLong());
        }
        return values;
    }

    /** Returns the target of a Reshape node. */
    List<Long> target(NodeProto reshape) {
        return integers(reshape.getInput(1));
    }

    @Nullable
    TensorProto initialiser(String name) {
        return initialisers.get(name);
    }

    // ---- changing ----

    /** Returns a name that nothing has. */
    String name(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /** Adds a vector of whole numbers. */
    String integers(String wanted, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(raw::putLong);
        return add(TensorProto.newBuilder()
                .setName(name(wanted))
                .addDims(values.length)
                .setDataType(DataType.INT64_VALUE)
                .setRawData(ByteString.copyFrom(raw.flip()))
                .build());
    }

    /** Adds an initialiser under the name that it has. */
    String add(TensorProto tensor) {
        names.add(tensor.getName());
        initialisers.put(tensor.getName(), tensor);
        return tensor.getName();
    }

    /** Puts nodes into the place of one. */
    void replace(NodeProto old, List<NodeProto> fresh) {
        int at = indexOf(old);
        leave(old);
        nodes.remove(at);
        nodes.addAll(at, fresh);
        fresh.forEach(this::enter);
    }

    private int indexOf(NodeProto node) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) == node) {
                return i;
            }
        }
        throw new IllegalArgumentException("node " + node.getName() + " is no node of the graph");
    }

    /** Returns the graph, without nodes and initialisers of whose results nothing is needed. */
    GraphProto done() {
        Set<String> reached = new HashSet<>(needed);
        Deque<String> open = new ArrayDeque<>(needed);
        while (!open.isEmpty()) {
            NodeProto maker = makers.get(open.pop());
            if (maker != null) {
                maker.getInputList().stream().filter(reached::add).forEach(open::push);
                maker.getOutputList().forEach(reached::add);
            }
        }
        GraphProto.Builder graph = source.toBuilder().clearNode().clearInitializer();
        nodes.stream()
                .filter(node -> node.getOutputList().stream().anyMatch(reached::contains))
                .forEach(graph::addNode);
        initialisers.values().stream()
                .filter(tensor -> reached.contains(tensor.getName()))
                .forEach(graph::addInitializer);
        return graph.build();
    }

    /** Makes a node with one output. */
    NodeProto node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name(output + "/" + operator))
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(Arrays.asList(attributes))
                .build();
    }
}
