package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.command.trainer.run.Progress;
import io.lynceus.command.trainer.run.Run;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.command.trainer.run.RunValidation;
import io.lynceus.fit.FitConfig;
import io.lynceus.fit.FitLoop;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.process.Ending;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.settings.Json;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;

/**
 * A training that may cost so much processor time. A few steps are timed first; the recipe is then stretched or shortened to the
 * steps that the budget comes to, so that the learning rate follows the budget. The steps are kept in the run's folder: a run that
 * is interrupted goes on with the same schedule. Samples are prepared within the budget;
 * validations, at most four, are not counted.
 *
 * @param config the recipe
 * @param folder of the run
 * @param cpuSeconds the budget
 * @param clock seconds of processor time
 */
record BudgetedTraining(RunConfig config, Path folder, double cpuSeconds, DoubleSupplier clock) {
    /** Steps before the timed ones, in which code is compiled and caches fill. */
    private static final long WARM = 10;

    private static final long TIMED = 20;
    /** Validations of a run at most: a short run would otherwise spend as much on them as on learning. */
    private static final int VALIDATIONS = 4;

    private static final String SAVE = "last-";
    private static final String CPU_SECONDS = "cpuSeconds";

    /** What a training came to: the recipe that it followed and the processor time that its steps took. */
    record Outcome(FitConfig fit, double spent, boolean interrupted) {}

    Path best() {
        return folder.resolve("best.safetensors");
    }

    private Path file() {
        return folder.resolve("budget.json");
    }

    /** Trains to the end of the budget, or goes on where an earlier call was stopped. */
    Outcome run(Device device, PrintWriter err, boolean terminal, BooleanSupplier stop)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        ObjectNode state = state(device, err);
        FitConfig fit = config.fit().withSteps(state.get("steps").asLong(), VALIDATIONS);
        if (state.get("done").asBoolean()) {
            return new Outcome(fit, state.get("spent").asDouble(), false);
        }
        Run run = Run.open(config.withFit(fit), device);
        try (Parameters parameters = run.parameters()) {
            RunValidation validation = new RunValidation(run);
            Spent spent = new Spent(spentBefore(state), clock);
            FitLoop loop = run.loop(new Progress(err, terminal) {
                @Override
                public void validated(long done, double miou, boolean best) {
                    super.validated(done, miou, best);
                    keep(state, done, spent.seconds()); // just before the loop saves where it stands
                }
            });
            FitLoop.Result result = loop.run(
                    folder,
                    run::loader,
                    new FitLoop.Validation() {
                        @Override
                        public double applyAsDouble(Parameters weights) {
                            return spent.without(() -> validation.applyAsDouble(weights));
                        }

                        @Override
                        public Map<String, Double> subsets(Parameters weights) {
                            return spent.without(() -> validation.subsets(weights));
                        }
                    },
                    stop,
                    Clock.systemUTC());
            spent.pause();
            state.put("done", !result.interrupted());
            keep(state, result.steps(), spent.seconds());
            return new Outcome(fit, spent.seconds(), result.interrupted());
        }
    }

    /** The processor time of the steps up to the last save, from which the loop goes on. */
    private double spentBefore(ObjectNode state) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(SAVE))
                    .map(name -> name.substring(SAVE.length()))
                    .max(Comparator.comparingLong(Long::parseLong))
                    .map(step -> state.path("spentAt").path(step).asDouble())
                    .orElse(0.0);
        }
    }

    private void keep(ObjectNode state, long step, double spent) {
        state.put("spent", spent);
        state.withObject("/spentAt").put(Long.toString(step), spent);
        Figures.write(file(), state);
    }

    private ObjectNode state(Device device, PrintWriter err) throws IOException, InterruptedException {
        if (Files.exists(file())) {
            JsonNode read = Json.parse(Files.readString(file()));
            double earlier = read.path(CPU_SECONDS).asDouble();
            if (earlier != cpuSeconds) {
                throw new SettingsException(folder + " holds a training with a budget of " + earlier
                        + " s, this one has " + cpuSeconds + " s; give the same budget, or another --out");
            }
            return (ObjectNode) read;
        }
        double each = secondsPerStep(device);
        long steps = Math.max(1, Math.round(cpuSeconds / each));
        err.printf("%s: a step takes %.3f s of processor time; the budget comes to %d steps%n", name(), each, steps);
        err.flush();
        ObjectNode state = Json.object();
        state.put(CPU_SECONDS, cpuSeconds);
        state.put("secondsPerStep", each);
        state.put("steps", steps);
        state.put("done", false);
        Figures.write(file(), state);
        return state;
    }

    private String name() {
        return config.name();
    }

    /** Times steps of fresh weights, with the samples that they learn from; what was learned is thrown away. */
    private double secondsPerStep(Device device) throws IOException, InterruptedException {
        FitConfig few = config.fit().withSteps(WARM + TIMED, 1);
        double[] at = new double[2];
        Run run = Run.open(config.withFit(few), device);
        try (TemporaryFolder scratch = TemporaryFolder.create("budget");
                Parameters parameters = run.parameters()) {
            FitLoop.Observer timer = new FitLoop.Observer() {
                @Override
                public void step(long done, long total, double loss, double samplesPerSecond) {
                    if (done == WARM) {
                        at[0] = clock.getAsDouble();
                    } else if (done == total) {
                        at[1] = clock.getAsDouble();
                    }
                }

                @Override
                public void validated(long done, double miou, boolean best) {}
            };
            FitLoop.Result result = run.loop(timer)
                    .run(scratch.path(), run::loader, p -> Double.NaN, Ending::isAsked, Clock.systemUTC());
            if (result.interrupted()) {
                throw new InterruptedException("a signal ended the timing of steps");
            }
        }
        return (at[1] - at[0]) / TIMED;
    }

    /** Processor time without that of pauses. */
    private static final class Spent {
        private final DoubleSupplier clock;
        private double sum;
        private double since;

        Spent(double before, DoubleSupplier clock) {
            this.sum = before;
            this.clock = clock;
            this.since = clock.getAsDouble();
        }

        void pause() {
            double now = clock.getAsDouble();
            sum += now - since;
            since = now;
        }

        void resume() {
            since = clock.getAsDouble();
        }

        <T> T without(Supplier<T> work) {
            pause();
            T done = work.get();
            resume();
            return done;
        }

        double seconds() {
            return sum;
        }
    }
}
