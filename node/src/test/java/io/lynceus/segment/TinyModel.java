package io.lynceus.segment;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes the smallest ONNX file that keeps the model contract: it calls every pixel class {@value #CLASS}. Or breaks it, on wish.
 * Field numbers are those of onnx.proto.
 */
public final class TinyModel {
    public static final int SIDE = 64;
    public static final int CLASS = 3;

    static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT64 = 7;
    private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

    /** A part of a message. */
    interface Part {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private TinyModel() {}

    /** A model of the street's four modalities that the node accepts. */
    public static Path write(Path folder) {
        return write(folder.resolve("tiny.onnx"), "frames", SIDE, card().toJson());
    }

    /** @param frames name of the first input */
    static Path writeWithInput(Path folder, String frames) {
        return write(folder.resolve("renamed.onnx"), frames, SIDE, card().toJson());
    }

    /** @param side of the first input; the card keeps to {@value #SIDE} */
    static Path writeWithSide(Path folder, int side) {
        return write(folder.resolve("resized.onnx"), "frames", side, card().toJson());
    }

    /**
     * A model whose routing output names three levels in the order 0.1, 0.2, 0.3.
     *
     * @param contract version in its card
     */
    public static Path writeWithLevels(Path folder, int contract) {
        ModelCard card = card(contract, 3);
        return write(
                folder.resolve("levels" + contract + ".onnx"), graph("frames", SIDE, 0.1f, 0.2f, 0.3f), card.toJson());
    }

    /** A model of two modalities that weighs no frames: it has no routing output. */
    public static Path writeWithoutRouting(Path folder, String one, String other) {
        ModelCard card = card(ModelCard.CONTRACT, 0, List.of(one, other));
        return write(folder.resolve("pair.onnx"), graph("frames", SIDE), card.toJson());
    }

    static Path writeWithoutCard(Path folder) {
        return write(folder.resolve("cardless.onnx"), "frames", SIDE, "");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static ModelCard card() {
        return card(ModelCard.CONTRACT, 1);
    }

    private static ModelCard card(int contract, int levels) {
        return card(contract, levels, List.of("rgb", "depth", "event", "lidar"));
    }

    private static ModelCard card(int contract, int levels, List<String> names) {
        List<ModelCard.InputModality> modalities = names.stream()
                .map(name -> new ModelCard.InputModality(name, HALF, HALF))
                .toList();
        List<ModelCard.OutputClass> classes = List.of("a", "b", "c", "d").stream()
                .map(name -> new ModelCard.OutputClass(name, List.of(1, 2, 3)))
                .toList();
        return new ModelCard(
                contract,
                "tiny",
                "test",
                SIDE,
                SIDE,
                levels,
                1,
                modalities,
                classes,
                Map.of(),
                MiouEstimate.OF_TABLE,
                Map.of(),
                "00");
    }

    private static Path write(Path file, String frames, int side, String card) {
        return write(file, graph(frames, side, 1f), card);
    }

    /** A model that knows the checksum of its graph. */
    static Path writeWithChecksum(Path folder) {
        byte[] graph = graph("frames", SIDE, 1f);
        String checksum = sha256(graph);
        return write(folder.resolve("checked.onnx"), graph, card().toJson(), checksum);
    }

    /** @param card empty for none */
    static Path write(Path file, byte[] graph, String card) {
        return write(file, graph, card, "");
    }

    private static Path write(Path file, byte[] graph, String card, String checksum) {
        byte[] model = message(out -> {
            out.writeInt64(1, 8); // ir_version
            out.writeByteArray(7, graph);
            out.writeByteArray(8, message(opset -> opset.writeInt64(2, 17)));
            if (!card.isEmpty()) {
                out.writeByteArray(14, message(entry -> {
                    entry.writeString(1, ModelCard.METADATA_KEY);
                    entry.writeString(2, card);
                }));
            }
            if (!checksum.isEmpty()) {
                out.writeByteArray(14, message(entry -> {
                    entry.writeString(1, ModelFile.GRAPH_KEY);
                    entry.writeString(2, checksum);
                }));
            }
        });
        try {
            return Files.write(file, model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param levels weight of a frame that is in the set, at each level of the routing output; none for no such output */
    private static byte[] graph(String frames, int side, float... levels) {
        return message(out -> {
            out.writeByteArray(1, node("Shape", List.of("membership"), "b", integer("end", 1))); // [1], holds B
            out.writeByteArray(1, node("Concat", List.of("b", "full"), "fullShape", integer("axis", 0)));
            out.writeByteArray(1, node("ConstantOfShape", List.of("fullShape"), "classes", uint8(CLASS)));
            out.writeByteArray(1, node("Concat", List.of("b", "quarter"), "quarterShape", integer("axis", 0)));
            out.writeByteArray(1, node("ConstantOfShape", List.of("quarterShape"), "confidence", uint8(200)));
            if (levels.length > 0) {
                out.writeByteArray(
                        1, node("Unsqueeze", List.of("membership", "two"), "member", new byte[0])); // [B, N, 1]
                out.writeByteArray(1, node("Mul", List.of("member", "levels"), "routing", new byte[0])); // [B, N, L]
                out.writeByteArray(5, longs("two", 2));
                out.writeByteArray(5, floats("levels", levels));
                out.writeByteArray(12, value("routing", FLOAT, "B", "N", levels.length));
            }
            out.writeString(2, "tiny");
            out.writeByteArray(5, longs("full", SIDE, SIDE));
            out.writeByteArray(5, longs("quarter", SIDE / 4, SIDE / 4));
            out.writeByteArray(11, value(frames, UINT8, "N", side, side, 3));
            out.writeByteArray(11, value("modality", INT64, "N"));
            out.writeByteArray(11, value("membership", FLOAT, "B", "N"));
            out.writeByteArray(12, value("classes", UINT8, "B", SIDE, SIDE));
            out.writeByteArray(12, value("confidence", UINT8, "B", SIDE / 4, SIDE / 4));
        });
    }

    static byte[] node(String operator, List<String> inputs, String output, byte[] attribute) {
        return message(out -> {
            for (String input : inputs) {
                out.writeString(1, input);
            }
            out.writeString(2, output);
            out.writeString(4, operator);
            if (attribute.length > 0) {
                out.writeByteArray(5, attribute);
            }
        });
    }

    static byte[] integer(String name, long value) {
        return message(out -> {
            out.writeString(1, name);
            out.writeInt64(3, value);
            out.writeEnum(20, 2); // INT
        });
    }

    static byte[] text(String name, String value) {
        return message(out -> {
            out.writeString(1, name);
            out.writeString(4, value);
            out.writeEnum(20, 3); // STRING
        });
    }

    static byte[] uint8(int value) {
        return message(out -> {
            out.writeString(1, "value");
            out.writeByteArray(5, message(tensor -> {
                tensor.writeInt64(1, 1);
                tensor.writeInt32(2, UINT8);
                tensor.writeBytes(9, ByteString.copyFrom(new byte[] {(byte) value}));
            }));
            out.writeEnum(20, 4); // TENSOR
        });
    }

    static byte[] longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return message(out -> {
            out.writeInt64(1, values.length);
            out.writeInt32(2, INT64);
            out.writeString(8, name);
            out.writeByteArray(9, raw.array());
        });
    }

    static byte[] floats(String name, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return message(out -> {
            out.writeInt64(1, values.length);
            out.writeInt32(2, FLOAT);
            out.writeString(8, name);
            out.writeByteArray(9, raw.array());
        });
    }

    /** @param dimensions numbers, or names of what is known only at run time */
    static byte[] value(String name, int type, Object... dimensions) {
        byte[] shape = message(out -> {
            for (Object dimension : dimensions) {
                out.writeByteArray(1, message(dim -> {
                    if (dimension instanceof Integer size) {
                        dim.writeInt64(1, size);
                    } else {
                        dim.writeString(2, dimension.toString());
                    }
                }));
            }
        });
        byte[] tensor = message(out -> {
            out.writeInt32(1, type);
            out.writeByteArray(2, shape);
        });
        return message(out -> {
            out.writeString(1, name);
            out.writeByteArray(2, message(of -> of.writeByteArray(1, tensor)));
        });
    }

    static byte[] message(Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            part.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
