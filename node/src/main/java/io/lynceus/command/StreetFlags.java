package io.lynceus.command;

import io.lynceus.street.StreetOptions;
import io.lynceus.street.scene.Weather;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of the simulated street, for every command that plays it. */
final class StreetFlags {
    @Option(
            names = "--rate",
            defaultValue = "10",
            paramLabel = "HZ",
            description = "Frames per second of each sensor. Default: ${DEFAULT-VALUE}.")
    private double rate;

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

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "How long to play, such as 20s. Default: until Ctrl-C.")
    private @Nullable Duration duration;

    StreetOptions options() {
        StreetOptions street =
                StreetOptions.defaults().withSeed(seed).withWeather(weather).withRates(StreetOptions.Rates.all(rate));
        return duration == null ? street : street.withDuration(duration);
    }

    long seed() {
        return seed;
    }

    double rate() {
        return rate;
    }
}
