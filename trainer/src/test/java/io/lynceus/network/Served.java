package io.lynceus.network;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.nn.ServingInputs;
import io.lynceus.nn.ServingOutputs;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What a serving graph answered: classes [B, H, W], confidence [B, H/4, W/4], routing [B, N, L], flat. */
record Served(byte[] classes, byte[] confidence, float[] routing) {
    /** By libtorch. */
    static Served torch(Serving serving, Parameters parameters, Frames in) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            ServingOutputs<Tensor> out = serving.serve(
                    TorchOps.evaluation(parameters),
                    new ServingInputs<>(
                            Tensors.of(in.rasters(), in.frames(), in.size(), in.size(), 3),
                            Tensors.of(in.modality(), in.frames()),
                            Tensors.of(in.membership(), in.sets(), in.frames())));
            return new Served(
                    Tensors.bytes(out.classes()), Tensors.bytes(out.confidence()), Tensors.floats(out.routing()));
        }
    }

    /** By ONNX Runtime. */
    static Served onnx(OrtSession session, Frames in) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {in.frames(), in.size(), in.size(), 3};
        ByteBuffer rasters =
                ByteBuffer.allocateDirect(in.rasters().length).put(in.rasters()).flip();
        try (OnnxTensor frames = OnnxTensor.createTensor(environment, rasters, shape, OnnxJavaType.UINT8);
                OnnxTensor modality =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(in.modality()), new long[] {in.frames()});
                OnnxTensor membership = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(in.membership()), new long[] {in.sets(), in.frames()});
                OnnxTensor resize = OnnxTensor.createTensor(environment, true);
                OrtSession.Result result = session.run(
                        Map.of("frames", frames, "modality", modality, "membership", membership, "resize", resize))) {
            FloatBuffer routing = ((OnnxTensor) result.get("routing").orElseThrow()).getFloatBuffer();
            float[] weights = new float[routing.remaining()];
            routing.get(weights);
            return new Served(bytes(result, "classes"), bytes(result, "confidence"), weights);
        }
    }

    private static byte[] bytes(OrtSession.Result result, String name) {
        ByteBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Classes of one set. */
    byte[] classes(int set, int sets) {
        int pixels = classes.length / sets;
        return Arrays.copyOfRange(classes, set * pixels, (set + 1) * pixels);
    }

    /** Share of pixels whose class differs. */
    double flips(Served other) {
        int flips = 0;
        for (int i = 0; i < classes.length; i++) {
            flips += classes[i] == other.classes[i] ? 0 : 1;
        }
        return (double) flips / classes.length;
    }
}
