package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.lynceus.data.Augmentation;
import io.lynceus.data.FaultConfig;
import io.lynceus.data.Loader;
import io.lynceus.data.ModalitySubsets;
import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.data.StreetSamples;
import io.lynceus.data.SubsetDraw;
import io.lynceus.dataset.ClassList;
import io.lynceus.network.Network;
import io.lynceus.network.Systems;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.raster.RasterSize;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A nano network on 64 x 64 streets of two sensors: a few steps of everything. */
class FitLoopTest {
    private static final LossConfig LOSS = new LossConfig(List.of(), 2, 0.5);
    private static final int SIDE = 64;
    private static final List<Modality> MODALITIES = List.of(Modality.RGB, Modality.DEPTH);
    private static final Network NETWORK = Systems.settings(
                    Map.of("size", "nano", "modalities", List.of("rgb", "depth"), "loraRank", 4, "trainEncoder", true))
            .create(25);

    private static final int LOSS_COLUMN = 1;
    private static final int NORM_COLUMN = 3;

    private static final StreetSamples STREET = new StreetSamples(SIDE, SIDE, 1, MODALITIES);
    private static final float[] CLASS_WEIGHTS = ClassWeights.of(STREET, NETWORK.classes(), LOSS.classBalance());

    /** A run of which the saves after two and three steps are left. */
    @TempDir
    static Path saved;

    @TempDir
    Path folder;

    @BeforeAll
    static void saveTwice() throws Exception {
        try (Parameters straight = fresh()) {
            AtomicInteger steps = new AtomicInteger();
            run(straight, saved, 6, () -> steps.incrementAndGet() > 2);
            AtomicInteger more = new AtomicInteger();
            run(straight, saved, 6, () -> more.incrementAndGet() > 1);
        }
        assertThat(saved.resolve("last-2")).isDirectory();
        assertThat(saved.resolve("last-3")).isDirectory();
    }

    private void copySaves() throws IOException {
        try (Stream<Path> all = Files.walk(saved)) {
            for (Path file : all.filter(path -> !path.equals(saved)).toList()) {
                Files.copy(file, folder.resolve(saved.relativize(file)));
            }
        }
    }

    /** The save after two steps is what a run goes on from: with two to make, it makes none. */
    private void assertThatTheLastSaveIsPassedOver() throws Exception {
        try (Parameters resumed = fresh()) {
            assertThat(run(resumed, folder, 2, () -> false).steps()).isEqualTo(2);
        }
    }

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

    /** The street, whose samples are gone from the third step on. */
    private record GoneFromTheThirdStepOn() implements SampleSource {
        @Override
        public List<Modality> modalities() {
            return STREET.modalities();
        }

        @Override
        public ClassList classes() {
            return STREET.classes();
        }

        @Override
        public long size() {
            return STREET.size();
        }

        @Override
        public Sample sample(long index) {
            if (index >= 4) { // two a step
                throw new UncheckedIOException("sample " + index, new NoSuchFileException("rgb.png"));
            }
            return STREET.sample(index);
        }

        @Override
        public Sample sample(long index, RasterSize size) {
            return STREET.sample(index, size);
        }
    }

    @Test
    void aSampleThatIsGoneEndsARunWhichGoesOnBitForBitWhenItIsBack() throws Exception {
        try (Parameters straight = fresh();
                Parameters broken = fresh();
                Parameters resumed = Parameters.create(NETWORK.parameters(), 99)) {
            run(straight, folder.resolve("a"), 4, () -> false);
            assertThatThrownBy(() -> run(
                            broken,
                            folder.resolve("b"),
                            4,
                            "float32",
                            FusionConfig.NONE,
                            weights -> 0.5,
                            () -> false,
                            new GoneFromTheThirdStepOn()))
                    .hasMessageStartingWith("a sample could not be prepared: sample ")
                    .hasMessageContaining("(rgb.png does not exist); the state after 2 steps is saved");
            assertThat(run(resumed, folder.resolve("b"), 4, () -> false).steps())
                    .isEqualTo(4);
            straight.trainable().keySet().forEach(name -> assertThat(Tensors.floats(resumed.get(name)))
                    .as(name)
                    .isEqualTo(Tensors.floats(straight.get(name))));
        }
    }

    /** Depth is far behind in every validation. */
    private static final class DepthIsBehind implements FitLoop.Validation {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public double applyAsDouble(Parameters weights) {
            return 0.5;
        }

        @Override
        public Map<String, Double> subsets(Parameters weights) {
            asked.incrementAndGet();
            return Map.of("rgb", 0.59, "depth", 0.1, "rgb+depth", 0.6);
        }
    }

    @Test
    void theDrawOfSubsetsFollowsTheLastValidationAlsoInARunThatGoesOn() throws Exception {
        FusionConfig deficit = new FusionConfig(0.5, 0, 2, "deficit", Map.of());
        try (Parameters straight = fresh();
                Parameters uniform = fresh();
                Parameters part = fresh();
                Parameters rest = Parameters.create(NETWORK.parameters(), 99)) {
            DepthIsBehind validation = new DepthIsBehind();
            run(straight, folder.resolve("a"), 10, "float32", deficit, validation, () -> false);
            assertThat(validation.asked).hasValue(2);
            run(uniform, folder.resolve("u"), 10, "float32", FusionConfig.uniform(0.5, 0, 2), validation, () -> false);
            assertThat(validation.asked).as("only a draw by deficit asks").hasValue(2);
            AtomicInteger steps = new AtomicInteger();
            BooleanSupplier afterTheFirst = () -> steps.incrementAndGet() > 6;
            run(part, folder.resolve("b"), 10, "float32", deficit, new DepthIsBehind(), afterTheFirst);
            run(rest, folder.resolve("b"), 10, "float32", deficit, new DepthIsBehind(), () -> false);
            String router = "router.levels.0.layers.0.weight";
            assertThat(Tensors.floats(rest.get(router)))
                    .isEqualTo(Tensors.floats(straight.get(router)))
                    .isNotEqualTo(Tensors.floats(uniform.get(router)));
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
            assertThat(folder.resolve("last-40/optimiser")).isNotEmptyFile();
            assertThat(folder.resolve("last-40/weights.safetensors")).isNotEmptyFile();
        }
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAndLeavesTheCheckpointsAsTheyWere() throws Exception {
        try (Parameters parameters = fresh()) {
            run(parameters, folder, 2, () -> false);
            byte[] best = Files.readAllBytes(folder.resolve("best.safetensors"));
            Path last = folder.resolve("last-2/weights.safetensors");
            byte[] before = Files.readAllBytes(last);
            String name = parameters.trainable().keySet().iterator().next();
            float[] values = Tensors.floats(parameters.get(name));
            Arrays.fill(values, Float.NaN);
            try (Parameters broken = fresh()) {
                broken.set(name, values);
                assertThatThrownBy(() -> run(broken, folder.resolve("other"), 4, () -> false))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("learning rate")
                        .hasMessageContaining("No checkpoint was saved yet");
            }
            assertThat(folder.resolve("other/best.safetensors")).doesNotExist();
            assertThat(Files.readAllBytes(folder.resolve("best.safetensors"))).isEqualTo(best);
            assertThat(Files.readAllBytes(last)).isEqualTo(before);
        }
    }

    @Test
    void aSaveThatIsWholeIsTaken() throws Exception {
        copySaves();
        try (Parameters resumed = fresh()) {
            assertThat(run(resumed, folder, 2, () -> false).steps()).isEqualTo(3);
        }
    }

    @Test
    void aCheckpointThatIsDamagedIsPassedOverForTheOneBefore() throws Exception {
        copySaves();
        Files.write(folder.resolve("last-3/progress.properties"), new byte[0]);
        assertThatTheLastSaveIsPassedOver();
    }

    /** A run that is killed between a line of the log and the next checkpoint repeats these steps, and their lines. */
    @Test
    void aResumedRunWritesNoLineOfTheLogTwice() throws Exception {
        try (Parameters first = fresh();
                Parameters resumed = fresh()) {
            AtomicInteger steps = new AtomicInteger();
            run(first, folder, 6, () -> steps.incrementAndGet() > 3);
            Path log = folder.resolve("log.csv");
            List<String> before = Files.readAllLines(log);
            Files.writeString(log, "5,9.9,0.001,1.0,1.0,\n6,9.9,0.0", StandardOpenOption.APPEND);
            run(resumed, folder, 6, () -> false);
            List<String> after = Files.readAllLines(log);
            assertThat(after).containsAll(before).noneMatch(line -> line.contains("9.9,"));
            assertThat(after.stream().map(line -> line.split(",")[0]).toList()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aSaveThatWasKilledHalfWayIsNoSave() throws Exception {
        try (Parameters first = fresh();
                Parameters resumed = fresh()) {
            AtomicInteger steps = new AtomicInteger();
            run(first, folder, 6, () -> steps.incrementAndGet() > 3);
            Files.createDirectory(folder.resolve("last.new"));
            Files.write(folder.resolve("last.new/weights.safetensors"), new byte[100]);
            FitLoop.Result rest = run(resumed, folder, 6, () -> false);
            assertThat(rest.steps()).isEqualTo(6);
            assertThat(folder.resolve("last.new")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"optimiser", "weights.safetensors"})
    void aSaveOfWhichAFileIsCutOffIsPassedOver(String name) throws Exception {
        copySaves();
        Path file = folder.resolve("last-3").resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatTheLastSaveIsPassedOver();
    }

    /** What power loss and copying leave of a save: the one before is taken. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "progress.properties: step=3\\nbestMiou=\\u00",
                "progress.properties: step=2\\nbestMiou=NaN",
                "progress.properties: step=three\\nbestMiou=NaN",
                "weights.safetensors: version https://git-lfs.github.com/spec/v1",
                "optimiser: none of libtorch's archives"
            })
    void aSaveWithADamagedFileIsPassedOver(String damage) throws Exception {
        copySaves();
        String[] parts = damage.split(": ", 2);
        Files.writeString(folder.resolve("last-3").resolve(parts[0]), parts[1].replace("\\n", "\n"));
        assertThatTheLastSaveIsPassedOver();
    }

    @Test
    void aFileInPlaceOfASaveIsPassedOver() throws Exception {
        copySaves();
        Files.writeString(folder.resolve("last-5"), "a file");
        try (Parameters resumed = fresh()) {
            assertThat(run(resumed, folder, 2, () -> false).steps()).isEqualTo(3);
        }
    }

    /** One step, since over many steps a difference of rounding grows: at ten steps it moves the loss by 4 % either way. */
    @Test
    void mixedPrecisionGivesTheLossAndTheGradientOfFloat32() throws Exception {
        double[] exact = lossAndNormOfTheFirstStep("float32");
        double[] rounded = lossAndNormOfTheFirstStep("bfloat16");
        assertThat(rounded[0]).isNotEqualTo(exact[0]).isCloseTo(exact[0], withinPercentage(1));
        assertThat(rounded[1]).isCloseTo(exact[1], withinPercentage(3));
    }

    @Test
    void mixedPrecisionLearnsTheSameOnEachRunOfASeed() throws Exception {
        try (Parameters full = fresh();
                Parameters mixed = fresh();
                Parameters again = fresh()) {
            run(full, folder.resolve("full"), 10, () -> false);
            run(mixed, folder.resolve("mixed"), 10, "bfloat16", () -> false);
            run(again, folder.resolve("again"), 10, "bfloat16", () -> false);
            assertThat(lastLoss(folder.resolve("mixed")))
                    .isCloseTo(lastLoss(folder.resolve("full")), withinPercentage(10));
            mixed.trainable().forEach((name, tensor) -> {
                assertThat(tensor.scalar_type().intern()).as(name).isEqualTo(ScalarType.Float);
                assertThat(Tensors.floats(tensor)).as(name).isEqualTo(Tensors.floats(again.get(name)));
            });
        }
    }

    private double[] lossAndNormOfTheFirstStep(String precision) throws Exception {
        Path run = folder.resolve(precision);
        try (Parameters parameters = fresh()) {
            run(parameters, run, 2, precision, () -> false);
        }
        String first = Files.readAllLines(run.resolve("log.csv")).get(1);
        return new double[] {figure(first, LOSS_COLUMN), figure(first, NORM_COLUMN)};
    }

    private static double lastLoss(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("log.csv"));
        return loss(lines.get(lines.size() - 1));
    }

    private static double figure(String line, int column) {
        return Double.parseDouble(line.split(",")[column]);
    }

    private static double loss(String line) {
        return figure(line, LOSS_COLUMN);
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
        return run(parameters, folder, steps, precision, FusionConfig.NONE, weights -> 0.5, stop);
    }

    private static FitLoop.Result run(
            Parameters parameters,
            Path folder,
            long steps,
            String precision,
            FusionConfig fusions,
            FitLoop.Validation validation,
            BooleanSupplier stop)
            throws IOException, InterruptedException {
        return run(parameters, folder, steps, precision, fusions, validation, stop, STREET);
    }

    private static FitLoop.Result run(
            Parameters parameters,
            Path folder,
            long steps,
            String precision,
            FusionConfig fusions,
            FitLoop.Validation validation,
            BooleanSupplier stop,
            SampleSource source)
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
                ScheduleConfig.RECIPE,
                fusions,
                0);
        Augmentation augmentation = new Augmentation(SIDE, SIDE, 0, 1, 1.5, 1, 0.5, 0, 0.5, 0.5, MODALITIES);
        return new FitLoop(NETWORK, parameters, config, CLASS_WEIGHTS, FitLoop.Observer.SILENT)
                .run(
                        folder,
                        first -> new Loader(
                                source,
                                augmentation,
                                FaultConfig.NONE,
                                new ModalitySubsets(0.5, SubsetDraw.uniform(MODALITIES.size())),
                                new Loader.Options(config.batch(), config.seed(), config.loaderThreads()),
                                first),
                        validation,
                        stop,
                        Clock.systemUTC());
    }
}
