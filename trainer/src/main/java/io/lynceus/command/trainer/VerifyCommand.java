package io.lynceus.command.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lynceus.command.Checks;
import io.lynceus.command.trainer.run.CheckpointFlags;
import io.lynceus.evaluate.Parity;
import io.lynceus.network.Serving;
import io.lynceus.nn.torch.Torch;
import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer verify}: compares the results of libtorch and ONNX Runtime. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Compares a checkpoint run by libtorch with its exported graph run by ONNX Runtime, on random and real sets.",
            "Takes every subset of the modalities alone, then all of them in one mixed batch. Prints the largest differences, and",
            "how much faster ONNX Runtime is. Exit code 1 if logits differ by more than --tolerance.",
            "",
            "Example: ./lynceus trainer verify --config configs/street-nano.yaml --weights runs/street-nano/best.safetensors"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CheckpointFlags checkpoint = new CheckpointFlags();

    @Option(
            names = "--sets",
            defaultValue = "2",
            description = "Number of real test sets, beside as many random ones. Default: ${DEFAULT-VALUE}.")
    private int sets;

    @Option(
            names = "--tolerance",
            defaultValue = "1e-3",
            description = "Largest difference of a logit. Default: ${DEFAULT-VALUE}.")
    private double tolerance;

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Checks.atLeast("--sets", sets, 1);
        Parity.Result result = checkpoint.open(run -> {
            Serving serving = new Serving(run.network(), run.config().grid());
            try (ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
                return new Parity(serving, run.parameters(), Torch.threads())
                        .compare(run.sources().test(), sets, (done, all) -> bar.step(done, all, "batches"));
            }
        });
        print(result);
        return result.maxAbsLogitDifference() <= tolerance ? 0 : 1;
    }

    private void print(Parity.Result result) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("maxAbsLogitDifference", result.maxAbsLogitDifference());
            values.put("classFlips", result.classFlips());
            values.put("sets", result.sets());
            values.put("speedup", result.speedup());
            out.println(Json.text(values));
        } else {
            out.printf(
                    Locale.ROOT,
                    "largest difference of a logit %.3g; %d of %d pixels change class; %d sets; ONNX Runtime is %.2f x as fast%n",
                    result.maxAbsLogitDifference(),
                    result.classFlips(),
                    result.pixels(),
                    result.sets(),
                    result.speedup());
        }
        out.flush();
    }
}
