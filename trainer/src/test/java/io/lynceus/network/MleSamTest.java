package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MleSamTest {
    static final List<Modality> FOUR = List.of(Modality.RGB, Modality.DEPTH, Modality.EVENT, Modality.LIDAR);
    static final MleSam NANO = network(12, "size", "nano");
    private static final int SIZE = 128;

    /** MLE-SAM on four modalities, with these keys and values in place of the defaults. */
    static MleSam network(int classes, Object... keysAndValues) {
        Map<String, Object> keys = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return (MleSam) Systems.settings(keys).create(classes);
    }

    static List<MleSam> forms() {
        return List.of(
                NANO,
                network(12, "size", "nano", "decoderSharing", "per-modality", "loraRank", 4, "loraRows", "in"),
                network(12, "size", "nano", "router", "per-modality", "topK", 1, "output", "mask-decoder"),
                network(12, "size", "nano", "router", "linear", "topK", 3, "auxiliaryHead", false, "loraRank", 0),
                network(12, "size", "nano", "modalities", List.of("rgb"), "loraRank", 0, "trainEncoder", true));
    }

    /** Random weights, experts included, so that modalities and sets are told apart. */
    static Parameters lively(Network network, long seed) {
        Parameters parameters = Parameters.create(network.parameters(), seed);
        for (ParameterSpec spec : network.parameters()) {
            if (spec.name().endsWith(".B")) {
                parameters.set(spec.name(), Initialiser.normal(0.05).values((int) spec.elements(), spec.name(), seed));
            }
        }
        return parameters;
    }

    private static Batch<Tensor> batch(TorchOps ops, Frames in) {
        float[] values = new float[in.rasters().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((in.rasters()[i] & 0xFF) - 127) / 60f;
        }
        Tensor planes = ops.permute(ops.constant(values, in.frames(), in.size(), in.size(), 3), 0, 3, 1, 2);
        return new Batch<>(
                planes,
                new Ragged<>(
                        Tensors.of(in.modality(), in.frames()), ops.constant(in.membership(), in.sets(), in.frames())),
                new Grid(in.size(), in.size()));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormGivesLogitsOfFullSizeForEachPath(MleSam network) {
        try (Parameters parameters = lively(network, 1);
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            int modalities = network.modalities().size();
            Frames one = modalities == 1 ? Frames.set(SIZE, 1, 0) : Frames.set(SIZE, 1, 0, 2, 3);
            Frames two = Frames.together(one, Frames.set(SIZE, 2, modalities - 1));
            TorchOps ops = TorchOps.evaluation(parameters);
            Prediction<Tensor> full = network.predict(ops, batch(ops, two));
            assertThat(full.heads()).hasSize(network.settings().auxiliaryHead() ? 2 : 1);
            Grid image = new Grid(SIZE, SIZE);
            full.heads().values().forEach(head -> assertThat(Tensors.shape(head.resized(ops, image)))
                    .containsExactly(2, 12, SIZE, SIZE));
            assertThat(Tensors.shape(full.routing())).containsExactly(2, two.frames(), 3);
            assertThat(Tensors.floats(full.fused().values())).doesNotContain(Float.NaN);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aStepReachesEveryTrainedParameterThatTheLogitsDependOn(MleSam network) {
        try (Parameters parameters = lively(network, 1);
                PointerScope scope = new PointerScope()) {
            TorchOps ops = TorchOps.training(parameters);
            int[] all = network.modalities().size() == 1 ? new int[] {0} : new int[] {0, 1, 2, 3};
            Prediction<Tensor> prediction = network.predict(ops, batch(ops, Frames.set(SIZE, 4, all)));
            Tensor loss = ops.constant(new float[] {0}, 1);
            for (Logits<Tensor> head : prediction.heads().values()) {
                Tensor path = head.values();
                loss = ops.add(loss, ops.mean(ops.mul(path, path), false, 0, 1, 2, 3));
            }
            loss.backward();
            List<String> unreached = new ArrayList<>();
            parameters.trainable().forEach((name, tensor) -> {
                if (!tensor.grad().defined()) {
                    unreached.add(name);
                }
            });
            // Quality head and mask 0 are trained by nothing here (method card, section 4).
            assertThat(unreached)
                    .allMatch(name ->
                            name.contains("iou_prediction_head") || name.contains("output_hypernetworks_mlps.0."));
        }
    }

    @Test
    void aSetIsTheSameAloneInABatchOfFiveAndWithAbsentSensorsLeftOut() {
        Serving serving = new Serving(NANO, new Grid(SIZE, SIZE));
        try (Parameters parameters = lively(serving.network(), 1)) {
            Frames set = Frames.set(SIZE, 7, 0, 2);
            Served alone = Served.torch(serving, parameters, set);
            Frames five = Frames.together(
                    Frames.set(SIZE, 1, 0, 1, 2, 3),
                    Frames.set(SIZE, 2, 3),
                    set,
                    Frames.set(SIZE, 3, 1, 2),
                    Frames.set(SIZE, 4, 0));
            assertThat(Served.torch(serving, parameters, five).classes(2, 5)).isEqualTo(alone.classes());
            Frames withAbsent = Frames.set(SIZE, 7, 0, 1, 2, 3).without(1).without(3);
            Served masked = Served.torch(serving, parameters, withAbsent);
            assertThat(masked.classes()).isEqualTo(alone.classes());
            for (int level = 0; level < 3; level++) {
                assertThat(masked.routing()[3 + level]).isZero();
                assertThat(masked.routing()[9 + level]).isZero();
                assertThat(masked.routing()[level]).isCloseTo(alone.routing()[level], within(1e-6f));
            }
        }
    }

    @Test
    void sensorsAndTheirOrderMatterOnlyThroughTheirModality() {
        Serving serving = new Serving(NANO, new Grid(SIZE, SIZE));
        try (Parameters parameters = lively(serving.network(), 1)) {
            Served forward = Served.torch(serving, parameters, Frames.set(SIZE, 7, 0, 2));
            Served backward = Served.torch(serving, parameters, Frames.set(SIZE, 7, 2, 0));
            assertThat(forward.flips(backward)).isLessThan(1e-3);
            Frames swapped = Frames.set(SIZE, 7, 0, 2);
            Frames wrong = new Frames(SIZE, swapped.rasters(), new long[] {2, 0}, swapped.membership());
            assertThat(forward.flips(Served.torch(serving, parameters, wrong))).isGreaterThan(0.01);
        }
    }

    @Test
    void sizesOffTheGridAreRefused() {
        assertThatThrownBy(() -> new Batch<>(0, new Ragged<>(0, 0), new Grid(100, 128)))
                .hasMessageContaining("100 x 128");
    }

    @Test
    void expertsMergedIntoTheWeightsAnswerAsExpertsBesideThem() {
        for (String rows : List.of("in", "out")) {
            MleSam factored = network(12, "size", "nano", "loraRank", 4, "loraRows", rows);
            try (Parameters parameters = lively(factored, 1);
                    PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                TorchOps ops = TorchOps.evaluation(parameters);
                Batch<Tensor> batch = batch(ops, Frames.set(SIZE, 7, 0, 2, 3));
                float[] beside =
                        Tensors.floats(factored.predict(ops, batch).fused().values());
                float[] merged = Tensors.floats(
                        factored.forServing().predict(ops, batch).fused().values());
                assertThat(merged).containsExactly(beside, within(1e-3f));
            }
        }
    }

    @Test
    void oneModalityCutOutAnswersAsTheWholeNetworkDoesForIt() {
        MleSam whole = network(12, "size", "nano", "router", "linear");
        SingleModality cut = whole.only(Modality.EVENT).orElseThrow();
        try (Parameters all = lively(whole, 1);
                Parameters one = Parameters.create(cut.network().parameters(), 99)) {
            assertThat(one.loadMatching(cut.weights(all.snapshot(Map.of()))).unexpected())
                    .isEmpty();
            Grid image = new Grid(SIZE, SIZE);
            Frames event = Frames.set(SIZE, 7, 2);
            Frames same = new Frames(SIZE, event.rasters(), new long[] {0}, event.membership());
            Served expected = Served.torch(new Serving(whole, image), all, event);
            Served found = Served.torch(new Serving(cut.network(), image), one, same);
            assertThat(found.flips(expected)).isLessThan(1e-3);
            assertThat(found.routing()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void aNetworkWithADecoderPerModalityCannotBeCut() {
        MleSam whole = network(12, "size", "nano", "decoderSharing", "per-modality");
        assertThatThrownBy(() -> whole.only(Modality.RGB)).hasMessageContaining("shared decoder");
    }
}
