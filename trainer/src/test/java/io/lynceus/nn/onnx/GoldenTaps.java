package io.lynceus.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.nn.DType;
import io.lynceus.nn.GoldenFile;
import io.lynceus.nn.Ops;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Holds the inner values of a network, by libtorch and through an exported graph, against those of a golden file. */
public final class GoldenTaps {
    private GoldenTaps() {}

    /** A network with its inner values, by the names that the golden file gives them. */
    public interface Tapped {
        <V> Map<String, V> apply(Ops<V> ops, List<V> inputs);
    }

    /** Checks every tap of the file; the network must give them all. */
    public static void check(GoldenFile taps, Parameters parameters, Path folder, Tapped tapped, Input... inputs)
            throws IOException, OrtException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            List<Tensor> tensors = Arrays.stream(inputs).map(Input::tensor).toList();
            tapped.apply(TorchOps.evaluation(parameters), tensors).forEach((name, value) -> {
                taps.check(name, value);
                shapes.put(name, Tensors.shape(value));
            });
        }
        List<String> listed = new ArrayList<>();
        taps.json().fieldNames().forEachRemaining(listed::add);
        assertThat(shapes.keySet()).containsAll(listed);
        Path file = folder.resolve("taps.onnx");
        List<String> names = List.copyOf(shapes.keySet());
        export(file, parameters, tapped, shapes, inputs);
        run(
                file,
                inputs,
                (index, values) ->
                        taps.check(names.get(index), values, Objects.requireNonNull(shapes.get(names.get(index)))));
        Files.delete(file);
    }

    private static void export(
            Path file, Parameters parameters, Tapped tapped, Map<String, long[]> shapes, Input... inputs)
            throws IOException {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            OnnxGraph graph = new OnnxGraph(false);
            List<OnnxValue> values = new ArrayList<>();
            for (int i = 0; i < inputs.length; i++) {
                Object[] dimensions = Arrays.stream(inputs[i].shape()).boxed().toArray();
                values.add(graph.input("in" + i, inputs[i].type(), dimensions));
            }
            OnnxOps ops = new OnnxOps(graph, parameters);
            int index = 0;
            for (Map.Entry<String, OnnxValue> tap : tapped.apply(ops, values).entrySet()) {
                Object[] dimensions = Arrays.stream(Objects.requireNonNull(shapes.get(tap.getKey())))
                        .boxed()
                        .toArray();
                graph.output("tap" + index++, ops.cast(tap.getValue(), DType.FLOAT32), DType.FLOAT32, dimensions);
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                graph.model(Map.of()).writeTo(out);
            }
        }
    }

    private interface Check {
        void accept(int index, float[] values);
    }

    private static void run(Path file, Input[] inputs, Check check) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        try (OrtSession session = environment.createSession(file.toString())) {
            for (int i = 0; i < inputs.length; i++) {
                feeds.put("in" + i, inputs[i].onnx(environment));
            }
            try (OrtSession.Result result = session.run(feeds)) {
                for (int i = 0; i < result.size(); i++) {
                    FloatBuffer buffer = ((OnnxTensor) result.get(i)).getFloatBuffer();
                    float[] floats = new float[buffer.remaining()];
                    buffer.get(floats);
                    check.accept(i, floats);
                }
            }
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }
}
