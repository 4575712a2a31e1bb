package io.lynceus.command.trainer;

import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.command.trainer.run.RunFlags;
import io.lynceus.evaluate.EstimateFit;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer calibrate}: fits what an exported model expects of one mask. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Fits the expected mIoU of a mask to the conditions of its set: which sensors took part, their quality, and how"
                    + " confident the mask is. Uses the validation samples of a configuration, and writes a copy of the model"
                    + " with the same weights.",
            "",
            "Example: ./lynceus trainer calibrate --config configs/street-nano.yaml --model street-nano.onnx"
                    + " --out calibrated.onnx"
        })
final class CalibrateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final RunFlags run = new RunFlags();

    @Option(names = "--model", required = true, description = "A shipped model or an .onnx file.")
    private String model = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The calibrated .onnx file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Option(
            names = "--samples",
            defaultValue = "60",
            paramLabel = "N",
            description =
                    "Validation samples, 12 or more; every second one checks the result. Default: ${DEFAULT-VALUE}.")
    private long samples;

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        RunConfig config = run.read();
        Path file = ShippedModels.locate(model);
        ModelEstimate estimate = ModelEstimate.fit(config, config.modalities(), file, samples);
        estimate.write(out);
        print(estimate.result());
        return 0;
    }

    private void print(EstimateFit.Result result) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(Json.text(result));
        } else {
            to.printf(
                    Locale.ROOT,
                    "expected = %.3f + %.3f * table + %.3f * confidence%n"
                            + "calibration error %.3f on %d masks of samples that it was not fitted to; of the table alone"
                            + " %.3f%n%s written%n",
                    result.estimate().constant(),
                    result.estimate().table(),
                    result.estimate().confidence(),
                    result.error(),
                    result.masks(),
                    result.tableError(),
                    out);
        }
        to.flush();
    }
}
