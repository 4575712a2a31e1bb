package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.lynceus.nn.Grid;
import io.lynceus.nn.onnx.GraphForm;
import io.lynceus.nn.onnx.GraphForm.Arithmetic;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.nn.onnx.rewrite.LeanGraph.Target;
import io.lynceus.nn.torch.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.onnx.global.onnx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxExportTest {
    private static final int SIZE = 128;
    private static final Serving SERVING = new Serving(MleSamTest.NANO, new Grid(SIZE, SIZE));
    private static final String DESCRIPTION = "{\"system\":\"mle-sam\"}";

    private static Path folder;
    private static final Parameters parameters = MleSamTest.lively(SERVING.network(), 1);
    private static Path file;
    private static OrtSession session;

    @BeforeAll
    static void export(@TempDir Path shared) throws IOException, OrtException {
        folder = shared;
        file = folder.resolve("nano.onnx");
        new OnnxExport(false, DESCRIPTION).write(file, SERVING, parameters);
        session = OrtEnvironment.getEnvironment().createSession(file.toString());
    }

    @AfterAll
    static void close() throws OrtException {
        session.close();
        parameters.close();
    }

    @Test
    void theOfficialCheckerAcceptsTheFile() {
        onnx.check_model(file.toString(), true, true, false);
    }

    @Test
    void theFileIsTheContract() throws OrtException {
        assertInfo(session.getInputInfo(), "frames", OnnxJavaType.UINT8, -1, SIZE, SIZE, 3);
        assertInfo(session.getInputInfo(), "modality", OnnxJavaType.INT64, -1);
        assertInfo(session.getInputInfo(), "membership", OnnxJavaType.FLOAT, -1, -1);
        assertInfo(session.getOutputInfo(), "classes", OnnxJavaType.UINT8, -1, SIZE, SIZE);
        assertInfo(session.getOutputInfo(), "confidence", OnnxJavaType.UINT8, -1, 32, 32);
        assertInfo(session.getOutputInfo(), "routing", OnnxJavaType.FLOAT, -1, -1, 3);
        assertThat(session.getMetadata().getCustomMetadata()).containsEntry(OnnxExport.ENTRY, DESCRIPTION);
    }

    private static void assertInfo(Map<String, NodeInfo> infos, String name, OnnxJavaType type, long... shape) {
        assertThat(infos).containsKey(name);
        TensorInfo info = (TensorInfo) Objects.requireNonNull(infos.get(name)).getInfo();
        assertThat(info.type).isEqualTo(type);
        assertThat(info.getShape()).containsExactly(shape);
    }

    private static Frames five() {
        return Frames.together(
                Frames.set(SIZE, 1, 0, 1, 2, 3),
                Frames.set(SIZE, 2, 3),
                Frames.set(SIZE, 7, 0, 2),
                Frames.set(SIZE, 3, 1, 2),
                Frames.set(SIZE, 4, 0));
    }

    @Test
    void theExportedModelAnswersAsLibtorchDoes() throws OrtException {
        Served torch = Served.torch(SERVING, parameters, five());
        Served onnx = Served.onnx(session, five());
        // Logits differ by rounding, so a pixel on the border of two classes may fall to either side.
        assertThat(onnx.flips(torch)).isLessThan(1e-4);
        for (int i = 0; i < torch.routing().length; i++) {
            assertThat(onnx.routing()[i]).isCloseTo(torch.routing()[i], within(1e-5f));
        }
        for (int i = 0; i < torch.confidence().length; i++) {
            assertThat(Math.abs((onnx.confidence()[i] & 0xFF) - (torch.confidence()[i] & 0xFF)))
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theAnswerHasManyClassesSoThatAgreementMeansSomething() throws OrtException {
        Served onnx = Served.onnx(session, five());
        boolean[] seen = new boolean[256];
        for (byte c : onnx.classes()) {
            seen[c & 0xFF] = true;
        }
        int count = 0;
        for (boolean s : seen) {
            count += s ? 1 : 0;
        }
        assertThat(count).isGreaterThan(3);
    }

    @Test
    void aSetIsTheSameAloneInABatchOfFiveAndWithAbsentSensorsLeftOut() throws OrtException {
        byte[] alone = Served.onnx(session, Frames.set(SIZE, 7, 0, 2)).classes();
        assertThat(Served.onnx(session, five()).classes(2, 5)).isEqualTo(alone);
        Frames absent = Frames.set(SIZE, 7, 0, 1, 2, 3).without(1).without(3);
        Served masked = Served.onnx(session, absent);
        assertThat(masked.classes()).isEqualTo(alone);
        assertThat(masked.routing()[3]).isZero();
    }

    @Test
    void halfWeightsHalveTheFileAndHardlyMoveTheAnswer() throws IOException, OrtException {
        Path half = folder.resolve("half.onnx");
        new OnnxExport(true, DESCRIPTION).write(half, SERVING, parameters);
        assertThat(Files.size(half)).isLessThan((long) (0.62 * Files.size(file)));
        onnx.check_model(half.toString(), true, true, false);
        try (OrtSession small = OrtEnvironment.getEnvironment().createSession(half.toString())) {
            Served whole = Served.onnx(session, five());
            assertThat(Served.onnx(small, five()).flips(whole)).isLessThan(0.02);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "FLOAT", mode = EnumSource.Mode.EXCLUDE)
    void otherArithmeticMakesASmallerFileAndHardlyMovesTheAnswer(Arithmetic arithmetic)
            throws IOException, OrtException {
        Path other = folder.resolve(arithmetic + ".onnx");
        new OnnxExport(false, false, GraphForm.DEFAULT.in(arithmetic), DESCRIPTION).write(other, SERVING, parameters);
        assertThat(Files.size(other)).isLessThan((long) (0.62 * Files.size(file)));
        onnx.check_model(other.toString(), true, true, false);
        try (OrtSession small = OrtEnvironment.getEnvironment().createSession(other.toString())) {
            Served whole = Served.onnx(session, five());
            Served seen = Served.onnx(small, five());
            assertThat(seen.flips(whole)).isBetween(1e-6, 0.1);
            for (int i = 0; i < seen.routing().length; i++) {
                assertThat(seen.routing()[i]).isCloseTo(whole.routing()[i], within(0.05f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fusedAttentionAnswersAsTheProductsThatItReplaces(Arithmetic arithmetic) throws IOException, OrtException {
        Path fused = folder.resolve("fused-" + arithmetic + ".onnx");
        Path plain = folder.resolve("plain-" + arithmetic + ".onnx");
        new OnnxExport(false, false, new GraphForm(Target.CPU, arithmetic, true), DESCRIPTION)
                .write(fused, SERVING, parameters);
        new OnnxExport(false, false, GraphForm.DEFAULT.in(arithmetic), DESCRIPTION).write(plain, SERVING, parameters);
        assertThat(operators(fused)).contains("MultiHeadAttention");
        assertThat(operators(plain)).doesNotContain("MultiHeadAttention");
        try (OrtSession one = OrtEnvironment.getEnvironment().createSession(fused.toString());
                OrtSession many = OrtEnvironment.getEnvironment().createSession(plain.toString())) {
            double flips = Served.onnx(one, five()).flips(Served.onnx(many, five()));
            assertThat(flips).isLessThan(arithmetic == Arithmetic.FLOAT ? 1e-4 : 0.02);
        }
    }

    private static List<String> operators(Path model) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(model)).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    @Test
    void exportingTwiceGivesTheSameBytes() throws IOException {
        Path again = folder.resolve("again.onnx");
        new OnnxExport(false, DESCRIPTION).write(again, SERVING, parameters);
        assertThat(Files.mismatch(file, again)).isEqualTo(-1);
    }
}
