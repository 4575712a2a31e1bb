package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes and reads attributes of nodes. */
public final class Attributes {
    private Attributes() {}

    public static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto integerList(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    public static AttributeProto real(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    public static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /** Makes the attribute of a branch. */
    public static AttributeProto graph(String name, GraphProto value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(value)
                .build();
    }

    private static Optional<AttributeProto> find(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }

    /** Returns a list of whole numbers; empty if the node has none of that name. */
    static List<Long> integers(NodeProto node, String name) {
        return find(node, name).map(AttributeProto::getIntsList).orElse(List.of());
    }

    static long integer(NodeProto node, String name, long otherwise) {
        return find(node, name).map(AttributeProto::getI).orElse(otherwise);
    }

    static double real(NodeProto node, String name, double otherwise) {
        return find(node, name).map(attribute -> (double) attribute.getF()).orElse(otherwise);
    }

    static String text(NodeProto node, String name, String otherwise) {
        return find(node, name)
                .map(attribute -> attribute.getS().toStringUtf8())
                .orElse(otherwise);
    }
}
