package io.lynceus.command;

import io.lynceus.street.StreetOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a drive through the simulated street that ends at a time of the user's. */
public final class DriveFlags extends StreetFlags {
    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "How long to play, such as 20s. Default: until Ctrl-C.")
    private @Nullable Duration duration;

    @Override
    public StreetOptions options() {
        StreetOptions street = super.options();
        return duration == null ? street : street.withDuration(Checks.positive("--duration", duration));
    }
}
