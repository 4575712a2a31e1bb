package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.ServingInputs;
import io.lynceus.nn.ServingOutputs;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each system that takes two modalities, at its nano size. */
class PairSystemsTest {
    private static final int SIZE = 160;
    private static final Grid IMAGE = new Grid(SIZE, SIZE);

    static List<Network> systems() {
        return List.of(
                network("mfnet", "tuning", "adapter"),
                network("mfnet", "tuning", "lora"),
                network("mfnet", "relPos", false),
                network("mobanet"));
    }

    private static Network network(String system, Object... more) {
        Map<String, Object> keys = new HashMap<>(Map.of("system", system, "size", "nano"));
        for (int i = 0; i < more.length; i += 2) {
            keys.put((String) more[i], more[i + 1]);
        }
        return Systems.settings(keys).create(12);
    }

    /** Random weights where a network starts with zeros, so that every part has a say. */
    private static Parameters lively(Network network) {
        Parameters parameters = Parameters.create(network.parameters(), 1);
        for (ParameterSpec spec : network.parameters()) {
            if (spec.initialiser().equals(Initialiser.ZEROS)) {
                float[] values = Initialiser.normal(0.1).values((int) spec.elements(), spec.name(), 1);
                parameters.set(spec.name(), values);
            }
        }
        return parameters;
    }

    private record Answer(float[] logits, byte[] classes) {
        Answer of(int set, int sets) {
            int l = logits.length / sets;
            int c = classes.length / sets;
            return new Answer(
                    Arrays.copyOfRange(logits, set * l, (set + 1) * l),
                    Arrays.copyOfRange(classes, set * c, (set + 1) * c));
        }
    }

    private static Answer answer(Network network, Parameters parameters, Frames in) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            ServingOutputs<Tensor> out = new Serving(network, IMAGE)
                    .serve(
                            TorchOps.evaluation(parameters),
                            new ServingInputs<>(
                                    Tensors.of(in.rasters(), in.frames(), SIZE, SIZE, 3),
                                    Tensors.of(in.modality(), in.frames()),
                                    Tensors.of(in.membership(), in.sets(), in.frames())));
            assertThat(out.routing()).isNull();
            return new Answer(Tensors.floats(out.logits()), Tensors.bytes(out.classes()));
        }
    }

    private static void same(Answer found, Answer expected) {
        assertThat(found.classes()).isEqualTo(expected.classes());
        assertThat(found.logits()).containsExactly(expected.logits(), within(1e-4f));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aSetIsTheSameAloneInAMixedBatchAndWithTheAbsentLeftOut(Network network) {
        try (Parameters parameters = lively(network)) {
            Frames both = Frames.set(SIZE, 7, 0, 1);
            Frames first = Frames.set(SIZE, 8, 0);
            Frames second = Frames.set(SIZE, 9, 1);
            Answer mixed = answer(network, parameters, Frames.together(first, both, second));
            same(mixed.of(0, 3), answer(network, parameters, first));
            same(mixed.of(1, 3), answer(network, parameters, both));
            same(mixed.of(2, 3), answer(network, parameters, second));
            same(answer(network, parameters, both.without(1)), answer(network, parameters, Frames.set(SIZE, 7, 0)));
            same(answer(network, parameters, both.without(0)), answer(network, parameters, Frames.set(SIZE, 7, 1)));
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void eachModalityChangesTheAnswer(Network network) {
        try (Parameters parameters = lively(network)) {
            float[] both =
                    answer(network, parameters, Frames.set(SIZE, 7, 0, 1)).logits();
            float[] first = answer(network, parameters, Frames.set(SIZE, 7, 0)).logits();
            float[] second = answer(network, parameters, Frames.set(SIZE, 7, 1)).logits();
            assertThat(first).doesNotContain(Float.NaN).isNotEqualTo(both);
            assertThat(second).doesNotContain(Float.NaN).isNotEqualTo(both);
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aTrainingStepOfOneSetReachesEveryTrainedParameter(Network network) {
        try (Parameters parameters = lively(network);
                PointerScope scope = new PointerScope()) {
            TorchOps ops = TorchOps.training(parameters);
            Frames in = Frames.set(SIZE, 7, 0, 1);
            Tensor modality = Tensors.of(in.modality(), in.frames());
            Tensor rasters = Tensors.of(in.rasters(), in.frames(), SIZE, SIZE, 3);
            Tensor pixels = Normalisation.apply(ops, network.normalisations(), rasters, modality);
            Ragged<Tensor> frames = new Ragged<>(modality, Tensors.of(in.membership(), in.sets(), in.frames()));
            Prediction<Tensor> prediction = network.predict(ops, new Batch<>(pixels, frames, IMAGE));
            List<Logits<Tensor>> all = new ArrayList<>(prediction.heads().values());
            all.add(prediction.fused());
            Tensor loss = ops.constant(new float[] {0}, 1);
            for (Logits<Tensor> logits : all) {
                Tensor full = ops.cast(logits.resized(ops, IMAGE), DType.FLOAT32);
                assertThat(Tensors.shape(full)).containsExactly(1, 12, SIZE, SIZE);
                loss = ops.add(loss, ops.mean(ops.mul(full, full), false, 0, 1, 2, 3));
            }
            loss.backward();
            assertThat(Tensors.floats(loss)).doesNotContain(Float.NaN);
            parameters
                    .trainable()
                    .forEach((name, tensor) ->
                            assertThat(tensor.grad().defined()).as(name).isTrue());
        }
    }

    @Test
    void anythingButTwoModalitiesIsRefused() {
        assertThatThrownBy(() -> network("mfnet", "modalities", List.of("rgb")))
                .hasMessageContaining("[rgb]")
                .hasMessageContaining("exactly two");
        assertThatThrownBy(() -> network("mobanet", "modalities", List.of("rgb", "depth", "lidar")))
                .hasMessageContaining("exactly two");
    }

    @Test
    void anUnknownSizeIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> network("mfnet", "size", "s")).hasMessageContaining("nano, b, l, h");
        assertThatThrownBy(() -> network("mobanet", "size", "h")).hasMessageContaining("nano, s, b, l");
    }

    @Test
    void anImageTooSmallForTheDecodersWindowsIsRefused() {
        Network network = network("mfnet");
        try (Parameters parameters = lively(network);
                PointerScope scope = new PointerScope()) {
            TorchOps ops = TorchOps.evaluation(parameters);
            Batch<Tensor> small = new Batch<>(
                    ops.constant(new float[3 * 128 * 128], 1, 3, 128, 128),
                    new Ragged<>(Tensors.of(new long[] {0}, 1), ops.constant(new float[] {1}, 1, 1)),
                    new Grid(128, 128));
            assertThatThrownBy(() -> network.predict(ops, small))
                    .hasMessageContaining("4 x 4")
                    .hasMessageContaining("160 x 160");
        }
    }
}
