package io.lynceus.fit;

import io.lynceus.data.Loader;
import io.lynceus.data.Sample;
import io.lynceus.data.SampleBatch;
import io.lynceus.data.SampleException;
import io.lynceus.data.SubsetDraw;
import io.lynceus.network.Batch;
import io.lynceus.network.Network;
import io.lynceus.network.Prediction;
import io.lynceus.nn.DType;
import io.lynceus.nn.torch.Autocast;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import io.lynceus.process.Ending;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: forward, loss, backward, step; validation, checkpoints and logs in between. A run that is interrupted saves
 * where it stands, and continues bit for bit as if it had not been (at the same thread count).
 *
 * <p>Thread safety: one thread runs it; the stop signal may come from another.
 */
public final class FitLoop {
    private static final int LOG_EVERY = 10;

    private final Network network;
    private final Parameters parameters;
    private final FitConfig config;
    private final SegmentationLoss loss;
    private final Observer observer;
    /** MIoU of the sensors' subsets in the last validation. */
    private Map<String, Double> validated = Map.of();

    /** Told of progress. */
    public interface Observer {
        /** After a step; {@code loss} is the mean since the last call. */
        void step(long done, long total, double loss, double samplesPerSecond);

        /** After a validation; {@code miou} as a fraction. */
        void validated(long done, double miou, boolean best);

        /** Hears nothing. */
        Observer SILENT = new Observer() {
            @Override
            public void step(long done, long total, double loss, double samplesPerSecond) {}

            @Override
            public void validated(long done, double miou, boolean best) {}
        };
    }

    /** How a run ended. */
    public record Result(long steps, double bestMiou, boolean interrupted, Path best) {}

    /**
     * Neither network nor parameters are closed by the loop.
     *
     * @param classWeights of {@link ClassWeights}, or null
     */
    public FitLoop(
            Network network,
            Parameters parameters,
            FitConfig config,
            float @Nullable [] classWeights,
            Observer observer) {
        if (config.fusions().on() && !network.encodesFramesAlone()) {
            throw new IllegalArgumentException(
                    "fit.fusions is set, but " + network.settings().system()
                            + " mixes the frames of a set inside its encoder; leave fit.fusions out, and set data.allModalities"
                            + " below 1 to train with subsets");
        }
        this.network = network;
        this.parameters = parameters;
        this.config = config;
        this.loss = new SegmentationLoss(config.loss(), classWeights);
        this.observer = observer;
        subsets(); // refuses names that are no subset before anything is learned
    }

    /** Judges the weights of a run in between, as mIoU, a fraction. */
    public interface Validation extends ToDoubleFunction<Parameters> {
        /**
         * Returns the mIoU of every subset of the sensors by names joined by '+', where the draw of subsets follows it. Empty: every
         * subset is drawn equally often.
         */
        default Map<String, Double> subsets(Parameters parameters) {
            return Map.of();
        }
    }

    /** Makes the loader that starts with the batch of a step. */
    public interface Loaders {
        Loader from(long firstStep);
    }

    /**
     * Runs to the end, or until {@code stop} says so; continues where {@code folder} holds an unfinished run.
     *
     * @param validation mIoU of the parameters as they are, as a fraction
     */
    public Result run(Path folder, Loaders loaders, Validation validation, BooleanSupplier stop, Clock clock)
            throws IOException, InterruptedException {
        RunFolder run = new RunFolder(folder);
        try (Optimiser optimiser =
                new Optimiser(parameters.trainable().values(), config.optimiser(), config.weightDecay())) {
            RunFolder.Progress progress =
                    run.hasProgress() ? run.resume(parameters, optimiser) : RunFolder.Progress.START;
            double best = progress.bestMiou();
            validated = progress.subsets();
            long step = progress.step();
            try (Loader loader = loaders.from(step * config.accumulate());
                    FitLog log = new FitLog(folder, clock, step)) {
                Meter meter = new Meter();
                while (step < config.steps() && !stop.getAsBoolean()) {
                    double rate = config.rates().at(step);
                    RunFolder.Progress now = new RunFolder.Progress(step, best, validated);
                    Outcome outcome = stepOrSave(loader, optimiser, rate, run, now);
                    requireFinite(outcome, step, rate, run);
                    meter.add(outcome);
                    boolean validates = config.validatesAfter(step);
                    double miou = validates ? validation.applyAsDouble(parameters) : Double.NaN;
                    step++;
                    if (validates || step % LOG_EVERY == 0) {
                        observer.step(step, config.steps(), meter.loss(), meter.samplesPerSecond());
                        log.write(new FitLog.Line(
                                step, meter.loss(), rate, meter.norm(), meter.samplesPerSecond(), miou));
                        meter = new Meter();
                    }
                    if (validates) {
                        boolean better = !Double.isNaN(miou) && (Double.isNaN(best) || miou > best);
                        best = better ? miou : best;
                        observer.validated(step, miou, better);
                        if (better) {
                            run.saveBest(parameters);
                        }
                        validated = config.fusions().followsValidation() ? validation.subsets(parameters) : validated;
                        run.saveProgress(parameters, optimiser, new RunFolder.Progress(step, best, validated));
                    }
                }
            }
            run.saveProgress(parameters, optimiser, new RunFolder.Progress(step, best, validated));
            return new Result(step, best, step < config.steps(), run.best());
        }
    }

    /** Makes a step. A sample that cannot be prepared ends the run, and leaves the weights of the steps before. */
    private Outcome stepOrSave(
            Loader loader, Optimiser optimiser, double rate, RunFolder run, RunFolder.Progress before)
            throws IOException, InterruptedException {
        try {
            return step(loader::next, optimiser, before.step(), rate);
        } catch (SampleException e) {
            run.saveProgress(parameters, optimiser, before);
            throw new IllegalStateException(
                    e.getMessage() + "; the state after " + before.step()
                            + " steps is saved: correct the cause, and give the same command to go on",
                    e);
        }
    }

    /** Milliseconds of each of the first steps, without validation or files; closes the loader. */
    public double[] time(Loader loader, int steps) throws InterruptedException {
        double[] millis = new double[steps];
        try (Optimiser optimiser =
                        new Optimiser(parameters.trainable().values(), config.optimiser(), config.weightDecay());
                loader) {
            List<Sample> batch = loader.next();
            for (int step = 0; step < steps; step++) {
                Ending.throwIfAsked();
                long start = System.nanoTime();
                step(() -> batch, optimiser, step, config.learningRate());
                millis[step] = (System.nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }

    /** A run whose loss is no number has failed: what was saved before stays, and nothing is saved any more. */
    private static void requireFinite(Outcome outcome, long step, double rate, RunFolder run) throws IOException {
        if (!Double.isFinite(outcome.loss) || !Double.isFinite(outcome.norm)) {
            String saved = run.hasProgress()
                    ? "The last checkpoint is whole; correct the cause and give the same command to go on from it"
                    : "No checkpoint was saved yet; correct the cause and begin again";
            throw new IllegalStateException("at step " + (step + 1) + " the loss is " + outcome.loss
                    + " and the gradients' norm " + outcome.norm
                    + ", allowed are finite numbers; the learning rate was "
                    + rate
                    + ". Likely causes: a learning rate that is too high, weights to start from that are damaged,"
                    + " images or labels that are not what the description says, or too narrow a precision"
                    + " (fit.precision). " + saved);
        }
    }

    /** Loss and gradient norm of a step, and its samples. */
    private record Outcome(double loss, double norm, int samples) {}

    private interface Batches {
        List<Sample> next() throws InterruptedException;
    }

    private Outcome step(Batches batches, Optimiser optimiser, long step, double learningRate)
            throws InterruptedException {
        // Dropout draws from libtorch's generator: seeded by step, a resumed run draws the same.
        long seed = config.seed() * 1_000_003 + step;
        torch.manual_seed(seed);
        SplittableRandom random = new SplittableRandom(seed);
        optimiser.zeroGradients();
        double loss = 0;
        int samples = 0;
        for (int part = 0; part < config.accumulate(); part++) {
            List<Sample> batch = batches.next();
            samples += batch.size();
            try (PointerScope scope = new PointerScope();
                    Autocast precision = precision()) {
                Tensor value =
                        loss(batch, precision, random.nextLong() >>> 1).div(new Scalar((double) config.accumulate()));
                value.backward();
                loss += value.item_float();
            }
        }
        if (!Double.isFinite(loss)) {
            return new Outcome(loss, Double.NaN, samples); // a step would spoil all weights
        }
        try (PointerScope scope = new PointerScope()) {
            return new Outcome(loss, optimiser.step(learningRate, config.clipNorm()), samples);
        }
    }

    private Autocast precision() {
        Device device = parameters.device();
        return Autocast.bfloat16(device, config.mixedPrecision(device.is_cuda()));
    }

    private Tensor loss(List<Sample> samples, Autocast precision, long draw) {
        SampleBatch batch = SampleBatch.of(samples, parameters.device());
        TorchOps ops = TorchOps.training(parameters);
        Batch<Tensor> input = masked(samples, batch.normalised(ops, network.normalisations()), draw);
        Device device = parameters.device();
        Target target = new Target(SampleBatch.labels(samples, device), SampleBatch.quality(samples, device));
        if (!config.fusions().on()) {
            return loss.of(predict(ops, input, precision), input.frames(), target, draw);
        }
        ThreeFusions fusions = new ThreeFusions(config.fusions(), loss, subsets());
        Batch<Tensor> sets = new Batch<>(input.pixels(), fusions.sets(input.frames(), draw), input.image());
        return fusions.of(predict(ops, sets, precision), input.frames(), target, draw);
    }

    /** Returns how often each subset of the sensors is drawn now. */
    private SubsetDraw subsets() {
        List<String> modalities =
                network.modalities().stream().map(Modality::name).toList();
        return config.fusions().drawOf(modalities, validated);
    }

    private Batch<Tensor> masked(List<Sample> samples, Batch<Tensor> batch, long draw) {
        RectangleMasking masking = new RectangleMasking(config.masking());
        if (!masking.masks(samples.size())) {
            return batch;
        }
        long frames = batch.pixels().size(0);
        Tensor factors = Tensors.of(
                        masking.factors(samples, draw),
                        frames,
                        1,
                        batch.image().height(),
                        batch.image().width())
                .to(parameters.device(), batch.pixels().scalar_type());
        return new Batch<>(batch.pixels().mul(factors), batch.frames(), batch.image());
    }

    /** Returns the prediction in float32, whatever it was computed in. */
    private Prediction<Tensor> predict(TorchOps ops, Batch<Tensor> input, Autocast precision) {
        precision.begin();
        try {
            return network.predict(ops, input).map(value -> ops.cast(value, DType.FLOAT32));
        } finally {
            precision.end();
        }
    }

    /** Means since the last line of the log. */
    private static final class Meter {
        private final long start = System.nanoTime();
        private double loss;
        private double norm;
        private int steps;
        private int samples;

        void add(Outcome outcome) {
            loss += outcome.loss;
            norm += outcome.norm;
            samples += outcome.samples;
            steps++;
        }

        double loss() {
            return loss / steps;
        }

        double norm() {
            return norm / steps;
        }

        double samplesPerSecond() {
            return samples / ((System.nanoTime() - start) / 1e9);
        }
    }
}
