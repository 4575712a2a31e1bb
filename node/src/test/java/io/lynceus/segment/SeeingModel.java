package io.lynceus.segment;

import static io.lynceus.segment.TinyModel.FLOAT;
import static io.lynceus.segment.TinyModel.INT64;
import static io.lynceus.segment.TinyModel.SIDE;
import static io.lynceus.segment.TinyModel.UINT8;
import static io.lynceus.segment.TinyModel.integer;
import static io.lynceus.segment.TinyModel.longs;
import static io.lynceus.segment.TinyModel.message;
import static io.lynceus.segment.TinyModel.node;
import static io.lynceus.segment.TinyModel.value;

import com.google.protobuf.CodedOutputStream;
import io.lynceus.dataset.ClassList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes a small ONNX file whose masks depend on every channel of every pixel of every frame, and on which modality the frame is of:
 * {@code floor(sum over frames of (modality + 1) * (3 R + 5 G + 7 B) / 160) mod classes}, in whole numbers.
 */
public final class SeeingModel {
    /** Of RGB: ImageNet's; of the others: none. */
    private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);

    private static final List<Double> DEVIATION = List.of(0.229, 0.224, 0.225);

    private SeeingModel() {}

    /** A model of those classes and modalities, which the node accepts. */
    public static Path write(Path folder, ClassList classes, List<String> modalities) {
        ModelCard card = new ModelCard(
                ModelCard.CONTRACT,
                "seeing-" + classes.name(),
                "test",
                SIDE,
                SIDE,
                1,
                modalities.size(),
                modalities.stream()
                        .map(name -> new ModelCard.InputModality(
                                name,
                                name.equals("rgb") ? MEAN : List.of(0.0, 0.0, 0.0),
                                name.equals("rgb") ? DEVIATION : List.of(1.0, 1.0, 1.0)))
                        .toList(),
                classes.classes().stream()
                        .map(c -> new ModelCard.OutputClass(c.name(), List.of(1, 2, 3)))
                        .toList(),
                Map.of(),
                MiouEstimate.OF_TABLE,
                Map.of(),
                "00");
        return TinyModel.write(folder.resolve(card.name() + ".onnx"), graph(classes.size()), card.toJson());
    }

    private static byte[] graph(int classes) {
        return message(out -> {
            apply(out, "Cast", List.of("frames"), "rgb", integer("to", FLOAT)); // [N, H, W, 3]
            apply(out, "MatMul", List.of("rgb", "weights"), "grey"); // [N, H, W, 1]
            apply(out, "Reshape", List.of("grey", "flat"), "pixels"); // [N, H * W]
            apply(out, "Cast", List.of("modality"), "index", integer("to", FLOAT)); // [N]
            apply(out, "Add", List.of("index", "one"), "number");
            apply(out, "Mul", List.of("membership", "number"), "shares"); // [B, N]
            apply(out, "MatMul", List.of("shares", "pixels"), "sums"); // [B, H * W]
            apply(out, "Div", List.of("sums", "step"), "parts");
            apply(out, "Floor", List.of("parts"), "steps");
            apply(out, "Mod", List.of("steps", "count"), "ids", integer("fmod", 1));
            apply(out, "Cast", List.of("ids"), "bytes", integer("to", UINT8));
            apply(out, "Reshape", List.of("bytes", "image"), "classes"); // [B, H, W]
            apply(out, "Shape", List.of("membership"), "b", integer("end", 1)); // [1], holds B
            apply(out, "Concat", List.of("b", "quarter"), "quarterShape", integer("axis", 0));
            apply(out, "ConstantOfShape", List.of("quarterShape"), "confidence", TinyModel.uint8(200));
            apply(out, "Unsqueeze", List.of("membership", "two"), "routing"); // [B, N, 1]
            out.writeString(2, "seeing");
            out.writeByteArray(5, floats("weights", new long[] {3, 1}, 3, 5, 7));
            out.writeByteArray(5, floats("one", new long[] {1}, 1));
            out.writeByteArray(5, floats("step", new long[] {1}, 160));
            out.writeByteArray(5, floats("count", new long[] {1}, classes));
            out.writeByteArray(5, longs("flat", -1, SIDE * SIDE));
            out.writeByteArray(5, longs("image", -1, SIDE, SIDE));
            out.writeByteArray(5, longs("quarter", SIDE / 4, SIDE / 4));
            out.writeByteArray(5, longs("two", 2));
            out.writeByteArray(11, value("frames", UINT8, "N", SIDE, SIDE, 3));
            out.writeByteArray(11, value("modality", INT64, "N"));
            out.writeByteArray(11, value("membership", FLOAT, "B", "N"));
            out.writeByteArray(12, value("classes", UINT8, "B", SIDE, SIDE));
            out.writeByteArray(12, value("confidence", UINT8, "B", SIDE / 4, SIDE / 4));
            out.writeByteArray(12, value("routing", FLOAT, "B", "N", 1));
        });
    }

    private static void apply(CodedOutputStream out, String operator, List<String> inputs, String output)
            throws IOException {
        apply(out, operator, inputs, output, new byte[0]);
    }

    private static void apply(
            CodedOutputStream out, String operator, List<String> inputs, String output, byte[] attribute)
            throws IOException {
        out.writeByteArray(1, node(operator, inputs, output, attribute));
    }

    private static byte[] floats(String name, long[] shape, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return message(out -> {
            for (long side : shape) {
                out.writeInt64(1, side);
            }
            out.writeInt32(2, FLOAT);
            out.writeString(8, name);
            out.writeByteArray(9, raw.array());
        });
    }
}
