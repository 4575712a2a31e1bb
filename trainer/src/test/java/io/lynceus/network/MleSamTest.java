package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.network.MleSamConfig.Output;
import io.lynceus.network.MleSamConfig.Sharing;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.router.Routing;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
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
    static final MleSamConfig NANO = MleSamConfig.of(Sam2Size.NANO, FOUR, 12);
    private static final int SIZE = 128;

    static List<MleSamConfig> forms() {
        return List.of(
                NANO,
                NANO.withSharing(Sharing.PER_MODALITY).withLora(4, LoraOptions.Rows.IN),
                NANO.withRouting(Routing.PER_MODALITY, 1).withOutput(Output.MASK_DECODER),
                NANO.withRouting(Routing.LINEAR, 3).withAuxiliaryHead(false).withLora(0, LoraOptions.Rows.OUT),
                MleSamConfig.pretraining(Sam2Size.NANO, Modality.RGB, 12));
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
                Tensors.of(in.modality(), in.frames()),
                ops.constant(in.membership(), in.sets(), in.frames()),
                in.size(),
                in.size());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormGivesLogitsOfFullSizeForEachPath(MleSamConfig config) {
        MleSam network = new MleSam(config);
        try (Parameters parameters = lively(network, 1);
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            int modalities = config.modalities().size();
            Frames one = modalities == 1 ? Frames.set(SIZE, 1, 0) : Frames.set(SIZE, 1, 0, 2, 3);
            Frames two = Frames.together(one, Frames.set(SIZE, 2, modalities - 1));
            TorchOps ops = TorchOps.evaluation(parameters);
            Prediction<Tensor> full = network.forward(ops, batch(ops, two));
            assertThat(full.logits()).hasSize(config.head().auxiliary() ? 2 : 1);
            full.logits().forEach(path -> assertThat(Tensors.shape(path)).containsExactly(2, 12, SIZE, SIZE));
            assertThat(Tensors.shape(full.routing())).containsExactly(2, two.frames(), 3);
            assertThat(Tensors.floats(full.combined())).doesNotContain(Float.NaN);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aStepReachesEveryTrainedParameterThatTheLogitsDependOn(MleSamConfig config) {
        MleSam network = new MleSam(config);
        try (Parameters parameters = lively(network, 1);
                PointerScope scope = new PointerScope()) {
            TorchOps ops = TorchOps.training(parameters);
            int[] all = config.modalities().size() == 1 ? new int[] {0} : new int[] {0, 1, 2, 3};
            Prediction<Tensor> prediction = network.forward(ops, batch(ops, Frames.set(SIZE, 4, all)));
            Tensor loss = ops.constant(new float[] {0}, 1);
            for (Tensor path : prediction.logits()) {
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
        Serving serving = Serving.imageNet(new MleSam(NANO), new Grid(SIZE, SIZE));
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
        Serving serving = Serving.imageNet(new MleSam(NANO), new Grid(SIZE, SIZE));
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
        assertThatThrownBy(() -> new Batch<>(0, 0, 0, 100, 128)).hasMessageContaining("100 x 128");
    }

    @Test
    void expertsMergedIntoTheWeightsAnswerAsExpertsBesideThem() {
        for (LoraOptions.Rows rows : LoraOptions.Rows.values()) {
            MleSam factored = new MleSam(NANO.withLora(4, rows));
            try (Parameters parameters = lively(factored, 1);
                    PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                TorchOps ops = TorchOps.evaluation(parameters);
                Batch<Tensor> batch = batch(ops, Frames.set(SIZE, 7, 0, 2, 3));
                float[] beside = Tensors.floats(factored.predict(ops, batch).combined());
                float[] merged =
                        Tensors.floats(factored.forServing().predict(ops, batch).combined());
                assertThat(merged).containsExactly(beside, within(1e-3f));
            }
        }
    }

    @Test
    void oneModalityCutOutAnswersAsTheWholeNetworkDoesForIt() {
        MleSam whole = new MleSam(NANO.withRouting(Routing.LINEAR, 2));
        SingleModality cut = new SingleModality(whole, Modality.EVENT);
        try (Parameters all = lively(whole, 1);
                Parameters one = Parameters.create(cut.network().parameters(), 99)) {
            assertThat(one.loadMatching(cut.weights(all.snapshot(Map.of()))).unexpected())
                    .isEmpty();
            Grid image = new Grid(SIZE, SIZE);
            Frames event = Frames.set(SIZE, 7, 2);
            Frames same = new Frames(SIZE, event.rasters(), new long[] {0}, event.membership());
            Served expected = Served.torch(Serving.imageNet(whole, image), all, event);
            Served found = Served.torch(Serving.imageNet(cut.network(), image), one, same);
            assertThat(found.flips(expected)).isLessThan(1e-3);
            assertThat(found.routing()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void aNetworkWithADecoderPerModalityCannotBeCut() {
        MleSam whole = new MleSam(NANO.withSharing(Sharing.PER_MODALITY));
        assertThatThrownBy(() -> new SingleModality(whole, Modality.RGB)).hasMessageContaining("shared decoder");
    }
}
