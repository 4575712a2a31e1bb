package io.lynceus.segment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The classes found from logits are those of ONNX Runtime's Resize and ArgMax, in every pixel. */
class PixelClassesTest {
    private static final int SETS = 3;

    @ParameterizedTest
    @CsvSource({"25,64,64,4", "2,1,1,2", "3,1,5,4", "7,5,1,3", "19,12,20,3", "25,16,24,8", "255,4,6,5", "5,9,9,16"})
    void randomLogitsGiveTheClassesOfTheGraph(int classes, int height, int width, int scale) throws OrtException {
        Random random = new Random(1);
        assertSame(classes, height, width, scale, () -> 8 * (float) random.nextGaussian());
    }

    @ParameterizedTest
    @CsvSource({"25,64,64,4", "4,12,20,3", "6,9,9,7"})
    void logitsThatAreOftenEqualGiveTheClassesOfTheGraph(int classes, int height, int width, int scale)
            throws OrtException {
        Random random = new Random(2);
        assertSame(classes, height, width, scale, () -> random.nextInt(3));
    }

    /** Where classes are so close, rounding makes equals of them, and the first one counts. */
    @ParameterizedTest
    @CsvSource({"25,64,64,4", "4,12,20,3", "6,9,9,7"})
    void logitsThatDifferInTheLastBitsGiveTheClassesOfTheGraph(int classes, int height, int width, int scale)
            throws OrtException {
        Random random = new Random(3);
        assertSame(
                classes,
                height,
                width,
                scale,
                () -> Float.intBitsToFloat(
                        Float.floatToIntBits(random.nextBoolean() ? 1.7f : 0.3f) + random.nextInt(4)));
    }

    /** Large areas of one class, as masks have them. */
    @ParameterizedTest
    @CsvSource({"25,64,64,4", "6,9,9,7"})
    void areasOfOneClassGiveTheClassesOfTheGraph(int classes, int height, int width, int scale) throws OrtException {
        Random random = new Random(4);
        float[] logits = new float[SETS * classes * height * width];
        for (int i = 0; i < logits.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int k = i / width / height % classes;
            logits[i] = (x / 7 + y / 5 * 3) % classes == k ? 5 + random.nextFloat() : random.nextFloat() - 3;
        }
        assertSame(classes, height, width, scale, logits);
    }

    private interface Logit {
        float next();
    }

    private static void assertSame(int classes, int height, int width, int scale, Logit logit) throws OrtException {
        float[] logits = new float[SETS * classes * height * width];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = logit.next();
        }
        assertSame(classes, height, width, scale, logits);
    }

    private static void assertSame(int classes, int height, int width, int scale, float[] logits) throws OrtException {
        byte[] graph = byGraph(classes, height, width, scale, logits);
        PixelClasses finder = new PixelClasses(classes, height, width, scale);
        byte[] found = new byte[height * scale * width * scale];
        for (int set = SETS - 1; set >= 0; set--) {
            finder.find(FloatBuffer.wrap(logits), set, found);
            assertThat(found).isEqualTo(Arrays.copyOfRange(graph, set * found.length, (set + 1) * found.length));
        }
    }

    private static byte[] byGraph(int classes, int height, int width, int scale, float[] logits) throws OrtException {
        byte[] graph = TinyModel.message(out -> {
            out.writeByteArray(
                    1,
                    TinyModel.node(
                            "Resize", List.of("logits", "", "scales"), "full", TinyModel.text("mode", "linear")));
            out.writeByteArray(1, TinyModel.message(node -> {
                node.writeString(1, "full");
                node.writeString(2, "ids");
                node.writeString(4, "ArgMax");
                node.writeByteArray(5, TinyModel.integer("axis", 1));
                node.writeByteArray(5, TinyModel.integer("keepdims", 0));
            }));
            out.writeByteArray(
                    1, TinyModel.node("Cast", List.of("ids"), "classes", TinyModel.integer("to", TinyModel.UINT8)));
            out.writeString(2, "tail");
            out.writeByteArray(5, TinyModel.floats("scales", 1, 1, scale, scale));
            out.writeByteArray(11, TinyModel.value("logits", TinyModel.FLOAT, "B", classes, height, width));
            out.writeByteArray(12, TinyModel.value("classes", TinyModel.UINT8, "B", height * scale, width * scale));
        });
        byte[] model = TinyModel.message(out -> {
            out.writeInt64(1, 8); // ir_version
            out.writeByteArray(7, graph);
            out.writeByteArray(8, TinyModel.message(opset -> opset.writeInt64(2, 17)));
        });
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {SETS, classes, height, width};
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(model, options);
                OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(logits), shape);
                OrtSession.Result result = session.run(Map.of("logits", input))) {
            ByteBuffer ids = ((OnnxTensor) result.get(0)).getByteBuffer();
            byte[] bytes = new byte[ids.remaining()];
            ids.get(bytes);
            return bytes;
        }
    }
}
