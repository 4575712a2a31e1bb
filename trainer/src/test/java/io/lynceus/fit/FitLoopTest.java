package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.lynceus.data.Augmentation;
import io.lynceus.data.Loader;
import io.lynceus.data.ModalitySubsets;
import io.lynceus.data.StreetSamples;
import io.lynceus.network.Network;
import io.lynceus.network.Systems;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A nano network on 64 x 64 streets of two sensors: a few steps of everything. */
class FitLoopTest {
    private static final LossConfig LOSS = new LossConfig(List.of(), 2, 0.5);
    private static final int SIDE = 64;
    private static final List<Modality> MODALITIES = List.of(Modality.RGB, Modality.DEPTH);
    private static final Network NETWORK = Systems.settings(
                    Map.of("size", "nano", "modalities", List.of("rgb", "depth"), "loraRank", 4, "trainEncoder", true))
            .create(25);

    @TempDir
    Path folder;

    @Test
    void anInterruptedRunContinuesBitForBit() throws Exception {
        try (Parameters straight = fresh();
                Parameters interrupted = fresh();
                Parameters resumed = Parameters.create(NETWORK.parameters(), 99)) {
            FitLoop.Result whole = run(straight, folder.resolve("a"), 6, () -> false);
            AtomicInteger steps = new AtomicInteger();
            FitLoop.Result part = run(interrupted, folder.resolve("b"), 6, () -> steps.incrementAndGet() > 3);
            FitLoop.Result rest = run(resumed, folder.resolve("b"), 6, () -> false);
            assertThat(whole.interrupted()).isFalse();
            assertThat(part.interrupted()).isTrue();
            assertThat(part.steps()).isEqualTo(3);
            assertThat(rest.steps()).isEqualTo(6);
            straight.trainable().keySet().forEach(name -> assertThat(Tensors.floats(resumed.get(name)))
                    .as(name)
                    .isEqualTo(Tensors.floats(straight.get(name))));
        }
    }

    @Test
    void theLossFallsAndTheRunLeavesCheckpointsAndFigures() throws Exception {
        try (Parameters parameters = fresh()) {
            run(parameters, folder, 40, () -> false);
            List<String> lines = Files.readAllLines(folder.resolve("log.csv"));
            assertThat(lines).hasSizeGreaterThanOrEqualTo(5);
            assertThat(loss(lines.get(lines.size() - 1))).isLessThan(loss(lines.get(1)));
            assertThat(folder.resolve("best.safetensors")).isNotEmptyFile();
            assertThat(folder.resolve("last.optimiser")).isNotEmptyFile();
        }
    }

    @Test
    void mixedPrecisionLearnsNearlyTheSame() throws Exception {
        try (Parameters full = fresh();
                Parameters mixed = fresh()) {
            run(full, folder.resolve("full"), 10, () -> false);
            run(mixed, folder.resolve("mixed"), 10, "bfloat16", () -> false);
            double exact = lastLoss(folder.resolve("full"));
            double rounded = lastLoss(folder.resolve("mixed"));
            assertThat(rounded).isNotEqualTo(exact).isCloseTo(exact, withinPercentage(3));
            mixed.trainable()
                    .forEach((name, tensor) ->
                            assertThat(tensor.scalar_type().intern()).as(name).isEqualTo(ScalarType.Float));
        }
    }

    private static double lastLoss(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("log.csv"));
        return loss(lines.get(lines.size() - 1));
    }

    private static double loss(String line) {
        return Double.parseDouble(line.split(",")[1]);
    }

    private static Parameters fresh() {
        return Parameters.create(NETWORK.parameters(), 1);
    }

    private static FitLoop.Result run(Parameters parameters, Path folder, long steps, BooleanSupplier stop)
            throws IOException, InterruptedException {
        return run(parameters, folder, steps, "float32", stop);
    }

    private static FitLoop.Result run(
            Parameters parameters, Path folder, long steps, String precision, BooleanSupplier stop)
            throws IOException, InterruptedException {
        FitConfig config = new FitConfig(
                steps,
                1,
                2,
                1e-3,
                0.1,
                0.1,
                0,
                0.9,
                0.01,
                1,
                LOSS,
                precision,
                1,
                2,
                1,
                2,
                OptimiserConfig.RECIPE,
                ScheduleConfig.RECIPE);
        StreetSamples street = new StreetSamples(SIDE, SIDE, 1, MODALITIES);
        Augmentation augmentation = new Augmentation(SIDE, SIDE, 0, 1, 1.5, 0.5, 0.5, 0.5, MODALITIES);
        float[] classWeights = ClassWeights.of(street, NETWORK.classes(), LOSS.classBalance());
        return new FitLoop(NETWORK, parameters, config, classWeights, FitLoop.Observer.SILENT)
                .run(
                        folder,
                        first -> new Loader(
                                street,
                                augmentation,
                                new ModalitySubsets(0.5),
                                new Loader.Options(config.batch(), config.seed(), config.loaderThreads()),
                                first),
                        weights -> 0.5,
                        stop,
                        Clock.systemUTC());
    }
}
