package io.lynceus.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every dataset that consists of samples. */
final class SampleFlags {
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
