package io.lynceus.command;

import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.DatasetRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus replay NAME}: plays a dataset of the catalogue. */
@Command(mixinStandardHelpOptions = true)
final class DatasetReplay implements Callable<Integer> {
    private final Dataset dataset;
    private final DatasetFlags flags = new DatasetFlags();
    private final SampleFlags samples = new SampleFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final PlayingFlags playing = new PlayingFlags();

    private DatasetReplay(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Makes the subcommand that plays a dataset. */
    static CommandSpec command(Dataset dataset) {
        DatasetReplay replay = new DatasetReplay(dataset);
        CommandSpec command = CommandSpec.forAnnotatedObject(replay).name(dataset.name());
        Dataset.HelpText help = dataset.help();
        command.usageMessage()
                .description(
                        "Plays " + help.contents(),
                        "",
                        "Example: ./lynceus replay " + dataset.name() + " " + help.example() + " --create-topics");
        command.addPositional(PositionalParamSpec.builder()
                .paramLabel("FOLDER")
                .index("0")
                .arity("1")
                .type(Path.class)
                .description(help.folder())
                .build());
        if (dataset.hasSamples()) {
            command.addMixin("samples", CommandSpec.forAnnotatedObject(replay.samples));
        }
        for (DatasetOption option : dataset.options()) {
            replay.flags.addTo(command, option, option.description());
        }
        return command;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = spec.positionalParameters().get(0).getValue();
        DatasetRequest request = new DatasetRequest(folder, samples.split(), samples.rate(), false, flags.given());
        return ReplayCommand.play(() -> dataset.open(request), playing, spec);
    }

    /** The flags of every dataset that consists of samples. */
    private static final class SampleFlags {
        @Option(
                names = "--split",
                paramLabel = "NAME",
                description =
                        "Split, such as train, val or test; a list with commas where each sample names its split. Default: all of"
                                + " them, or the dataset's first list.")
        private @Nullable String split;

        @Option(
                names = "--rate",
                paramLabel = "HZ",
                defaultValue = "10",
                description =
                        "Samples a second, for their capture times are unknown or days apart. Default: ${DEFAULT-VALUE}.")
        private double rate;

        /** Returns the given split; empty for the dataset's default. */
        String split() {
            return split == null ? "" : split;
        }

        double rate() {
            return rate;
        }
    }
}
