package io.lynceus.nn.onnx;

import io.lynceus.nn.GoldenFile;
import io.lynceus.nn.Ops;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.BothInterpreters.Piece;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Values inside a network, by the names of a golden file. */
public interface Taps {
    <V> Map<String, V> apply(Ops<V> ops, List<V> inputs);

    /** Holds that all are the file's, computed by libtorch and through an exported graph. */
    static void check(GoldenFile file, Taps taps, Parameters parameters, Input... inputs) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Map<String, Tensor> torch = taps.apply(
                    TorchOps.evaluation(parameters),
                    Arrays.stream(inputs).map(Input::tensor).toList());
            torch.forEach(file::check);
            Map<String, long[]> shapes = new LinkedHashMap<>();
            torch.forEach((name, tensor) -> shapes.put(name, Tensors.shape(tensor)));
            float[] onnx =
                    BothInterpreters.onnx(oneAfterTheOther(taps), parameters, new long[] {total(shapes)}, inputs);
            int from = 0;
            for (Map.Entry<String, long[]> tap : shapes.entrySet()) {
                int to = from + elements(tap.getValue());
                file.check(tap.getKey(), Arrays.copyOfRange(onnx, from, to), tap.getValue());
                from = to;
            }
        }
    }

    private static Piece oneAfterTheOther(Taps taps) {
        return new Piece() {
            @Override
            public <V> V apply(Ops<V> ops, List<V> inputs) {
                return ops.concat(
                        0,
                        taps.apply(ops, inputs).values().stream()
                                .map(value -> ops.reshape(value, -1))
                                .toList());
            }
        };
    }

    private static long total(Map<String, long[]> shapes) {
        return shapes.values().stream().mapToLong(Taps::elements).sum();
    }

    private static int elements(long[] shape) {
        return (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
