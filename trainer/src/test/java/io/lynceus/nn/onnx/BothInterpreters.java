package io.lynceus.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.nn.Block;
import io.lynceus.nn.DType;
import io.lynceus.nn.Golden;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.onnx.rewrite.LeanGraph;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
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
public final class BothInterpreters {
    private BothInterpreters() {}

    /** A piece of a network; a reference to a generic method makes one. */
    public interface Piece {
        <V> V apply(Ops<V> ops, List<V> inputs);
    }

    /** An input: float32 or int64 values with a shape. */
    public record Input(Object values, long... shape) {
        public static Input floats(double step, long... shape) {
            int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
            return new Input(Golden.sines(step, count), shape);
        }

        public Tensor tensor() {
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

    /** The largest difference of the exported graph, and of the leaner one that is made of it, as a share of the largest magnitude (at least 1). */
    public static double difference(Piece piece, Parameters parameters, Input... inputs) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            List<Tensor> tensors = Arrays.stream(inputs).map(Input::tensor).toList();
            Tensor expected = piece.apply(TorchOps.evaluation(parameters), tensors);
            long[] shape = Tensors.shape(expected);
            GraphProto graph = graph(piece, parameters, false, shape, inputs);
            GraphProto lean = LeanGraph.of(graph, LeanGraph.Target.CPU);
            double plain = difference(Tensors.floats(expected), run(graph, shape, inputs));
            return lean.equals(graph)
                    ? plain
                    : Math.max(plain, difference(Tensors.floats(expected), run(lean, shape, inputs)));
        }
    }

    private static double difference(float[] torch, float[] onnx) {
        assertThat(onnx).hasSameSizeAs(torch);
        double scale = 1;
        double largest = 0;
        for (int i = 0; i < torch.length; i++) {
            scale = Math.max(scale, Math.abs(torch[i]));
            largest = Math.max(largest, Math.abs(torch[i] - onnx[i]));
        }
        return largest / scale;
    }

    /** Holds that a block with random weights means the same in both, to a part in 10⁵. */
    public static void agree(Block block, Piece piece, Input... inputs) {
        try (Parameters parameters = lively(block)) {
            assertThat(difference(piece, parameters, inputs)).isLessThan(1e-5);
        }
    }

    /** Random weights: what starts at zero (biases, B of LoRA) would hide mistakes. */
    static Parameters lively(Block block) {
        Parameters parameters = Parameters.create(ParameterList.of(block), 5);
        parameters.specs().forEach(spec -> parameters.set(spec.name(), lively(spec)));
        return parameters;
    }

    private static float[] lively(ParameterSpec spec) {
        boolean variance = spec.name().endsWith("running_var"); // which is never negative
        Initialiser spread = variance ? Initialiser.aroundOne(0.1) : Initialiser.normal(0.3);
        return spread.values((int) spec.elements(), spec.name(), 9);
    }

    /** What ONNX Runtime answers. */
    public static float[] onnx(Piece piece, Parameters parameters, long[] shape, Input... inputs) {
        return run(graph(piece, parameters, false, shape, inputs), shape, inputs);
    }

    /** The graph of a piece; its tensors belong to the caller's scope while it is written. */
    static GraphProto graph(Piece piece, Parameters parameters, boolean half, long[] shape, Input... inputs) {
        OnnxGraph graph = new OnnxGraph(half);
        List<OnnxValue> values = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            values.add(graph.input("in" + i, inputs[i].type(), dimensions(inputs[i].shape())));
        }
        OnnxOps ops = new OnnxOps(graph, parameters);
        OnnxValue result = ops.cast(piece.apply(ops, values), DType.FLOAT32);
        graph.output("out", result, DType.FLOAT32, dimensions(shape));
        return graph.finished();
    }

    /** The first dimension is dynamic, as in a served model. */
    private static Object[] dimensions(long[] shape) {
        Object[] dimensions = Arrays.stream(shape).boxed().toArray();
        if (dimensions.length > 0) {
            dimensions[0] = "d" + shape[0];
        }
        return dimensions;
    }

    /** What ONNX Runtime answers with a graph. */
    static float[] run(GraphProto graph, long[] shape, Input... inputs) {
        byte[] model = OnnxGraph.model(graph, Map.of()).toByteArray();
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
