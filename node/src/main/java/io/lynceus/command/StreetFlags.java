package io.lynceus.command;

import io.lynceus.street.StreetOptions;
import io.lynceus.street.scene.Weather;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of the simulated street, for every command that plays it. */
public class StreetFlags {
    private static final double USUAL_RATE = 10;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            description = "Frames per second of each sensor. Default: 10; the demo takes what this machine carries.")
    private @Nullable Double rate;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of street, traffic, noise and jitter. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--weather",
            defaultValue = "cloud",
            description = "Weather, one of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Weather weather = Weather.CLOUD;

    /** Returns the options, or throws if a value cannot be. */
    public StreetOptions options() {
        return StreetOptions.defaults()
                .withSeed(seed)
                .withWeather(weather)
                .withRates(StreetOptions.Rates.all(rate().orElse(USUAL_RATE)));
    }

    final long seed() {
        return seed;
    }

    /** Returns the rate that the user gave. */
    final OptionalDouble rate() {
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }
}
