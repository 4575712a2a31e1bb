package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.onnx.BothInterpreters;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.BothInterpreters.Piece;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A set's answer depends on its own frames alone: by libtorch and through the graph. */
class AbsentModalitiesTest {
    private static final int SIDE = 64;
    private static final Grid IMAGE = new Grid(SIDE, SIDE);
    private static final int CLASSES = 5;
    private static final int LOGITS = CLASSES * SIDE * SIDE;

    static Stream<Arguments> systems() {
        return Stream.of(
                Arguments.of("equiseg", List.of("rgb", "depth", "event", "lidar"), new int[] {0, 2}),
                Arguments.of("equiseg", List.of("rgb", "depth", "event", "lidar"), new int[] {3}),
                Arguments.of("equiseg", List.of("rgb", "depth"), new int[] {1}),
                Arguments.of("keep-the-balance", List.of("rgb", "lidar"), new int[] {0, 1}),
                Arguments.of("keep-the-balance", List.of("rgb", "lidar"), new int[] {0}),
                Arguments.of("keep-the-balance", List.of("rgb", "lidar"), new int[] {1}));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aSetIsTheSameAloneInAMixedBatchAndWithAbsentFramesLeftOut(
            String system, List<String> modalities, int... present) {
        Network network = Systems.settings(Map.of("system", system, "size", "nano", "modalities", modalities))
                .create(CLASSES);
        int last = modalities.size() - 1;
        Frames set = Frames.set(SIDE, 7, present);
        Frames mixed = Frames.together(
                Frames.set(SIDE, 1, 0, 1),
                Frames.set(SIDE, 2, last),
                set,
                Frames.set(SIDE, 3, 0),
                Frames.set(SIDE, 4, 1, last == 1 ? 0 : last));
        Frames leftOut = Frames.set(SIDE, 7, IntStream.rangeClosed(0, last).toArray());
        for (int m = 0; m <= last; m++) {
            int modality = m;
            leftOut = Arrays.stream(present).anyMatch(p -> p == modality) ? leftOut : leftOut.without(m);
        }
        try (Parameters parameters = lively(network)) {
            float[] alone = logits(network, parameters, set, false);
            assertThat(Arrays.stream(classes(alone)).distinct().count()).isGreaterThan(1);
            same(alone, part(logits(network, parameters, mixed, false), 2));
            same(alone, logits(network, parameters, leftOut, false));
            same(alone, logits(network, parameters, set, true));
            same(alone, part(logits(network, parameters, mixed, true), 2));
            same(alone, logits(network, parameters, leftOut, true));
        }
    }

    private static void same(float[] expected, float[] found) {
        assertThat(found).containsExactly(expected, within(1e-4f));
        assertThat(classes(found)).isEqualTo(classes(expected));
    }

    private static float[] part(float[] logits, int set) {
        return Arrays.copyOfRange(logits, set * LOGITS, (set + 1) * LOGITS);
    }

    private static int[] classes(float[] logits) {
        int cells = SIDE * SIDE;
        int[] classes = new int[cells];
        for (int i = 0; i < logits.length; i++) {
            classes[i % cells] =
                    logits[i] > logits[classes[i % cells] * cells + i % cells] ? i / cells : classes[i % cells];
        }
        return classes;
    }

    /** What starts at zero would hide what modalities do to each other. */
    private static Parameters lively(Network network) {
        Parameters parameters = Parameters.create(network.parameters(), 1);
        for (ParameterSpec spec : network.parameters()) {
            if (spec.initialiser().equals(Initialiser.ZEROS) && spec.trainable()) {
                Initialiser some = Initialiser.normal(0.05);
                parameters.set(spec.name(), some.values((int) spec.elements(), spec.name(), 1));
            }
        }
        return parameters;
    }

    /** [B, K, side, side], flat. */
    private static float[] logits(Network network, Parameters parameters, Frames in, boolean graph) {
        float[] pixels = new float[in.rasters().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = ((in.rasters()[i] & 0xFF) - 127) / 60f;
        }
        Input[] inputs = {
            new Input(pixels, in.frames(), SIDE, SIDE, 3),
            new Input(in.modality(), in.frames()),
            new Input(in.membership(), in.sets(), in.frames())
        };
        Piece piece = new Piece() {
            @Override
            public <V> V apply(Ops<V> ops, List<V> values) {
                V planes = ops.permute(values.get(0), 0, 3, 1, 2);
                Ragged<V> frames = new Ragged<>(values.get(1), values.get(2));
                return network.predict(ops, new Batch<>(planes, frames, IMAGE))
                        .fused()
                        .resized(ops, IMAGE);
            }
        };
        if (graph) {
            long[] shape = {in.sets(), CLASSES, SIDE, SIDE};
            return BothInterpreters.onnx(piece, parameters, shape, inputs);
        }
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return Tensors.floats(piece.apply(
                    TorchOps.evaluation(parameters),
                    Arrays.stream(inputs).map(Input::tensor).toList()));
        }
    }
}
