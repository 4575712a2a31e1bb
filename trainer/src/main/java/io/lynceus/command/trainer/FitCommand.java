package io.lynceus.command.trainer;

import io.lynceus.command.Checks;
import io.lynceus.command.OptionPairs;
import io.lynceus.command.trainer.run.Progress;
import io.lynceus.command.trainer.run.Run;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.command.trainer.run.RunFlags;
import io.lynceus.command.trainer.run.RunValidation;
import io.lynceus.fit.FitLoop;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Torch;
import io.lynceus.play.ProgressBar;
import io.lynceus.process.Ending;
import io.lynceus.process.FileFaults;
import io.lynceus.settings.WritableFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.pytorch.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer fit}. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a network as a configuration says, or continues an unfinished run.",
            "",
            "Ctrl-C saves the state of the run; the same command continues it.",
            "",
            "Example: ./lynceus trainer fit --config configs/street-nano.yaml --out runs/street-nano"
        })
final class FitCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final RunFlags flags = new RunFlags();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Folder of checkpoints and logs. Default: runs/<name>.")
    private @Nullable Path out;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            paramLabel = "DEVICE",
            description = "cpu or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device = "cpu";

    @Option(
            names = "--bench-steps",
            paramLabel = "N",
            description =
                    "Time N steps after 3 of warm-up, print the median in milliseconds, and write nothing. Default: 0, train.")
    private int benchSteps;

    @Option(
            names = "--key-names",
            description = "Name every key of the checkpoints to start from that is missing, unexpected or misshapen.")
    private boolean keyNames;

    @Override
    public Integer call() throws IOException, InterruptedException {
        new OptionPairs(spec).without("--bench-steps", "--out");
        Checks.atLeast("--bench-steps", benchSteps, 0);
        RunConfig config = flags.read();
        PrintWriter err = spec.commandLine().getErr();
        if (benchSteps == 0) {
            WritableFolder.require(folder(config), "--out");
        }
        Torch.start();
        try (Device where = new Device(device)) {
            Run run = Run.open(config, where);
            try (Parameters parameters = run.parameters()) {
                run.startedFrom().ifPresent(report -> {
                    err.println("weights from " + String.join(" and ", config.start()) + ": " + report);
                    err.print(keyNames ? report.names() : "");
                });
                if (benchSteps > 0) {
                    spec.commandLine().getOut().println(new StepBenchmark(run).run(benchSteps));
                    return 0;
                }
                FitLoop.Result result = fit(config, run, err);
                spec.commandLine().getOut().println(summary(result, config.fit().steps()));
                spec.commandLine().getOut().flush();
                return result.interrupted() ? Ending.code(0) : 0;
            }
        }
    }

    private FitLoop.Result fit(RunConfig config, Run run, PrintWriter err) throws IOException, InterruptedException {
        FitLoop loop = run.loop(new Progress(err, ProgressBar.onTerminal()));
        AtomicBoolean stop = new AtomicBoolean();
        Path folder = folder(config);
        try (Ending.Registration registration = Ending.onSignal(() -> stop.set(true))) {
            return loop.run(folder, run::loader, new RunValidation(run), stop::get, Clock.systemUTC());
        } catch (IOException e) { // a full disk, or a folder that cannot be written
            throw new IllegalStateException("the training stopped: " + reason(e, folder), e);
        }
    }

    /** Returns the last line of a training of so many steps. */
    static String summary(FitLoop.Result result, long steps) {
        String best = Double.isNaN(result.bestMiou())
                ? "no validation yet"
                : String.format(Locale.ROOT, "best validation mIoU %.4f in %s", result.bestMiou(), result.best());
        return String.format(
                "%s after %d of %d steps; %s",
                result.interrupted() ? "interrupted" : "done", result.steps(), steps, best);
    }

    private Path folder(RunConfig config) {
        return out == null ? Path.of("runs", config.name()) : out;
    }

    /** Returns what happened and what to do; a save that failed says it itself. */
    private static String reason(IOException e, Path folder) {
        String reason = e instanceof FileSystemException file ? FileFaults.of(file) : String.valueOf(e.getMessage());
        return reason.contains("make room")
                ? reason
                : reason + "; make room in " + folder.toAbsolutePath()
                        + ", or give a folder by --out that this user may write to";
    }
}
