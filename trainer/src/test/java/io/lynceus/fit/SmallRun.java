package io.lynceus.fit;

import io.lynceus.data.Augmentation;
import io.lynceus.data.FaultConfig;
import io.lynceus.data.Loader;
import io.lynceus.data.ModalitySubsets;
import io.lynceus.data.SampleSource;
import io.lynceus.data.StreetSamples;
import io.lynceus.data.SubsetDraw;
import io.lynceus.network.Network;
import io.lynceus.network.Systems;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A training of some steps, two samples each, of a nano network on 64 x 64 streets of two sensors. */
record SmallRun(
        long steps,
        long stopAfter,
        String precision,
        FusionConfig fusions,
        FitLoop.Validation validation,
        SampleSource source) {
    private static final int SIDE = 64;
    private static final List<Modality> MODALITIES = List.of(Modality.RGB, Modality.DEPTH);
    private static final LossConfig LOSS = new LossConfig(List.of(), 2, 0.5);
    private static final Network NETWORK = Systems.settings(
                    Map.of("size", "nano", "modalities", List.of("rgb", "depth"), "loraRank", 4, "trainEncoder", true))
            .create(25);

    static final StreetSamples STREET = new StreetSamples(SIDE, SIDE, 1, MODALITIES);
    private static final float[] CLASS_WEIGHTS = ClassWeights.of(STREET, NETWORK.classes(), LOSS.classBalance());

    static SmallRun of(long steps) {
        return new SmallRun(steps, Long.MAX_VALUE, "float32", FusionConfig.NONE, weights -> 0.5, STREET);
    }

    SmallRun stopAfter(long value) {
        return new SmallRun(steps, value, precision, fusions, validation, source);
    }

    SmallRun precision(String value) {
        return new SmallRun(steps, stopAfter, value, fusions, validation, source);
    }

    SmallRun fusions(FusionConfig value) {
        return new SmallRun(steps, stopAfter, precision, value, validation, source);
    }

    SmallRun validation(FitLoop.Validation value) {
        return new SmallRun(steps, stopAfter, precision, fusions, value, source);
    }

    SmallRun source(SampleSource value) {
        return new SmallRun(steps, stopAfter, precision, fusions, validation, value);
    }

    static Parameters fresh() {
        return parameters(1);
    }

    static Parameters parameters(long seed) {
        return Parameters.create(NETWORK.parameters(), seed);
    }

    FitLoop.Result train(Parameters parameters, Path folder) throws IOException, InterruptedException {
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
        AtomicInteger asked = new AtomicInteger();
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
                        () -> asked.incrementAndGet() > stopAfter,
                        Clock.systemUTC());
    }
}
