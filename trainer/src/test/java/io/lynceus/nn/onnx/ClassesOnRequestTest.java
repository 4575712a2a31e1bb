package io.lynceus.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.Mask;
import io.lynceus.segment.MiouEstimate;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.ModelContract;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.SetInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.onnx.global.onnx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that finds its classes on request gives those of the model of contract 2 that it was made from. */
class ClassesOnRequestTest {
    private static final int SIDE = 64;
    private static final int CLASSES = 3;
    private static final Grid IMAGE = new Grid(SIDE, SIDE);

    @TempDir
    Path folder;

    @Test
    void aFileOfContract2AndTheUpgradedOneGiveTheSameMasks() throws IOException {
        ModelProto old = OnnxGraph.model(graph(4, Interpolation.BILINEAR), Map.of(OnnxExport.ENTRY, card(2).toJson()));
        ModelProto upgraded =
                Upgrade.toClassesOnRequest(old, card(3).toJson(), CLASSES).orElseThrow();
        assertThat(upgraded.getGraph().getInitializerList())
                .isEqualTo(old.getGraph().getInitializerList());
        try (OnnxSegmenter before = open("old.onnx", old);
                OnnxSegmenter after = open("new.onnx", upgraded)) {
            onnx.check_model(folder.resolve("new.onnx").toString(), true, true, false);
            List<SetInput> sets = List.of(new SetInput(List.of(noise(1))), new SetInput(List.of(noise(2), noise(3))));
            List<Mask> expected = before.segment(sets);
            List<Mask> seen = after.segment(sets);
            for (int set = 0; set < sets.size(); set++) {
                assertThat(seen.get(set).classes()).isEqualTo(expected.get(set).classes());
                assertThat(seen.get(set).confidence())
                        .isEqualTo(expected.get(set).confidence());
            }
            assertThat(expected.get(1).classes()).contains((byte) 0, (byte) 1, (byte) 2);
        }
    }

    @Test
    void theGraphFindsTheClassesIfAskedTo() throws IOException, OrtException {
        GraphProto graph =
                ClassesOnRequest.in(graph(4, Interpolation.BILINEAR), CLASSES).orElseThrow();
        ModelProto model = OnnxGraph.model(graph, Map.of(OnnxExport.ENTRY, card(3).toJson()));
        SetInput.InputFrame frame = noise(5);
        try (OnnxSegmenter segmenter = open("new.onnx", model);
                OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toByteArray())) {
            byte[] byNode = segmenter
                    .segment(List.of(new SetInput(List.of(frame))))
                    .get(0)
                    .classes();
            assertThat(classes(session, frame, true)).isEqualTo(byNode);
            assertThat(classes(session, frame, false)).containsOnly(255);
        }
    }

    @Test
    void aGraphWhoseLogitsAreNotEnlargedBilinearlyByAWholeNumberStaysAsItIs() {
        assertThat(ClassesOnRequest.in(graph(4, Interpolation.BICUBIC), CLASSES))
                .isEmpty();
        assertThat(ClassesOnRequest.in(graph(1, Interpolation.BILINEAR), CLASSES))
                .isEmpty();
    }

    private OnnxSegmenter open(String name, ModelProto model) throws IOException {
        OnnxExport.write(folder.resolve(name), model);
        return OnnxSegmenter.open(folder.resolve(name), List.of(ExecutionProvider.CPU), 1);
    }

    private static byte[] classes(OrtSession session, SetInput.InputFrame frame, boolean wanted) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {1, SIDE, SIDE, 3};
        try (OnnxTensor frames = OnnxTensor.createTensor(environment, frame.raster(), shape, OnnxJavaType.UINT8);
                OnnxTensor modality =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {0}), new long[] {1});
                OnnxTensor membership =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(new float[] {1}), new long[] {1, 1});
                OnnxTensor resize = OnnxTensor.createTensor(environment, wanted);
                OrtSession.Result result = session.run(Map.of(
                        ModelContract.FRAMES, frames,
                        ModelContract.MODALITY, modality,
                        ModelContract.MEMBERSHIP, membership,
                        ModelContract.RESIZE, resize))) {
            ByteBuffer buffer = ((OnnxTensor) result.get(ModelContract.CLASSES).orElseThrow()).getByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
    }

    /** A graph of contract 2: the logits are the colours of the set's frames, summed, on a coarser grid. */
    private static GraphProto graph(int scale, Interpolation enlarging) {
        try (PointerScope scope = new PointerScope();
                Parameters none = Parameters.create(List.of(), 0)) {
            OnnxGraph graph = new OnnxGraph(false);
            OnnxValue frames = graph.input(ModelContract.FRAMES, DType.UINT8, "N", SIDE, SIDE, 3);
            graph.input(ModelContract.MODALITY, DType.INT64, "N");
            OnnxValue membership = graph.input(ModelContract.MEMBERSHIP, DType.FLOAT32, "B", "N");
            OnnxOps ops = new OnnxOps(graph, none);
            Grid coarse = IMAGE.coarser(scale);
            OnnxValue colours = ops.permute(ops.cast(frames, DType.FLOAT32), 0, 3, 1, 2); // [N, 3, H, W]
            OnnxValue small = ops.interpolate(colours, IMAGE, coarse, Interpolation.NEAREST);
            OnnxValue flat = ops.reshape(small, -1, (long) CLASSES * coarse.height() * coarse.width());
            OnnxValue logits = ops.reshape(
                    ops.scale(ops.matmul(membership, flat), 0.01), -1, CLASSES, coarse.height(), coarse.width());
            OnnxValue full = ops.interpolate(logits, coarse, IMAGE, enlarging); // [B, K, H, W]
            OnnxValue ids = ops.cast(ops.argmax(full, false, 1), DType.UINT8);
            OnnxValue sure = ops.cast(
                    ops.max(ops.interpolate(logits, coarse, IMAGE.coarser(4), Interpolation.NEAREST), false, 1),
                    DType.UINT8);
            graph.output(ModelContract.CLASSES, ids, DType.UINT8, "B", SIDE, SIDE);
            graph.output(ModelContract.CONFIDENCE, sure, DType.UINT8, "B", SIDE / 4, SIDE / 4);
            return graph.finished();
        }
    }

    private static SetInput.InputFrame noise(long seed) {
        byte[] pixels = new byte[SIDE * SIDE * 3];
        new Random(seed).nextBytes(pixels);
        return new SetInput.InputFrame(
                0, ByteBuffer.allocateDirect(pixels.length).put(pixels).flip());
    }

    private static ModelCard card(int contract) {
        List<Double> half = List.of(0.5, 0.5, 0.5);
        return new ModelCard(
                contract,
                "colours",
                "test",
                SIDE,
                SIDE,
                0,
                0,
                List.of(new ModelCard.InputModality("rgb", half, half)),
                List.of("a", "b", "c").stream()
                        .map(name -> new ModelCard.OutputClass(name, List.of(1, 2, 3)))
                        .toList(),
                Map.of(),
                MiouEstimate.OF_TABLE,
                Map.of(),
                "0");
    }
}
