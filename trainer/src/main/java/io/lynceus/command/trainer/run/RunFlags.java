package io.lynceus.command.trainer.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that choose a run, for every command that reads a configuration. */
public final class RunFlags {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The run as a YAML file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            description = "Replaces data.root of the configuration. Default: that one.")
    private @Nullable String root;

    public RunConfig read() {
        return RunConfig.read(file).withRoot(root);
    }
}
