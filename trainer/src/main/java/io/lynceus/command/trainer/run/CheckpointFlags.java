package io.lynceus.command.trainer.run;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Device;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that choose a run and its checkpoint, for every command that needs trained weights. */
public final class CheckpointFlags {
    @Mixin
    private final RunFlags run = new RunFlags();

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "A checkpoint of the run, .safetensors.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path weights;

    /** Uses a run that has the checkpoint's weights. */
    public interface Use<T> {
        T with(Run run) throws IOException;
    }

    public Path weights() {
        return weights;
    }

    /** Opens the run on the CPU, fills it from the checkpoint, whose keys must all fit, and closes it afterwards. */
    public <T> T open(Use<T> use) throws IOException {
        RunConfig config = run.read().withStart(List.of());
        Torch.start();
        try (Device cpu = new Device("cpu")) {
            Run opened = Run.open(config, cpu);
            try (Parameters parameters = opened.parameters()) {
                Checkpoint trained = Weights.read(weights);
                new StartCheck(List.of(weights.toString()), List.of()).requireFinite(trained);
                parameters.load(trained);
                return use.with(opened);
            }
        }
    }
}
