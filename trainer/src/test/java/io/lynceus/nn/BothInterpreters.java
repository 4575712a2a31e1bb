package io.lynceus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Runs a piece of a network with libtorch and, exported, with ONNX Runtime, and compares. */
final class BothInterpreters {
    private BothInterpreters() {}

    /** A piece of a network; a reference to a generic method makes one. */
    interface Piece {
        <V> V apply(Ops<V> ops, List<V> inputs);
    }

    /** An input: float32 or int64 values with a shape. */
    record Input(Object values, long... shape) {
        static Input floats(double step, long... shape) {
            int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
            return new Input(Golden.sines(step, count), shape);
        }

        Tensor tensor() {
            return values instanceof long[] longs ? Tensors.of(longs, shape) : Tensors.of((float[]) values, shape);
        }

        OnnxTensor onnx(OrtEnvironment environment) throws OrtException {
            return values instanceof long[] longs
                    ? OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape)
                    : OnnxTensor.createTensor(environment, FloatBuffer.wrap((float[]) values), shape);
        }

        DType type() {
            return values instanceof long[] ? DType.INT64 : DType.FLOAT32;
        }
    }

    /** The largest difference, as a share of the largest magnitude (at least 1). */
    static double difference(Piece piece, Parameters parameters, Input... inputs) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            List<Tensor> tensors = Arrays.stream(inputs).map(Input::tensor).toList();
            Tensor expected = piece.apply(TorchOps.evaluation(parameters), tensors);
            float[] torch = Tensors.floats(expected);
            float[] onnx = onnx(piece, parameters, Tensors.shape(expected), inputs);
            assertThat(onnx).hasSameSizeAs(torch);
            double scale = 1;
            double largest = 0;
            for (int i = 0; i < torch.length; i++) {
                scale = Math.max(scale, Math.abs(torch[i]));
                largest = Math.max(largest, Math.abs(torch[i] - onnx[i]));
            }
            return largest / scale;
        }
    }

    private static float[] onnx(Piece piece, Parameters parameters, long[] shape, Input... inputs) {
        OnnxGraph graph = new OnnxGraph(false);
        List<OnnxValue> values = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            values.add(graph.input("in" + i, inputs[i].type(), dimensions(inputs[i].shape())));
        }
        OnnxOps ops = new OnnxOps(graph, parameters);
        OnnxValue result = ops.cast(piece.apply(ops, values), DType.FLOAT32);
        graph.output("out", result, DType.FLOAT32, dimensions(shape));
        return run(graph.model(Map.of()).toByteArray(), shape, inputs);
    }

    /** The first dimension is dynamic, as in a served model. */
    private static Object[] dimensions(long[] shape) {
        Object[] dimensions = Arrays.stream(shape).boxed().toArray();
        if (dimensions.length > 0) {
            dimensions[0] = "d" + shape[0];
        }
        return dimensions;
    }

    private static float[] run(byte[] model, long[] shape, Input... inputs) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        try (OrtSession session = environment.createSession(model)) {
            for (int i = 0; i < inputs.length; i++) {
                feeds.put("in" + i, inputs[i].onnx(environment));
            }
            try (OrtSession.Result result = session.run(feeds)) {
                OnnxTensor out = (OnnxTensor) result.get(0);
                assertThat(out.getInfo().getShape()).containsExactly(shape);
                FloatBuffer buffer = out.getFloatBuffer();
                float[] floats = new float[buffer.remaining()];
                buffer.get(floats);
                return floats;
            }
        } catch (OrtException e) {
            throw new AssertionError(e);
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }
}
