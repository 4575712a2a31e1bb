package io.lynceus.command;

import io.lynceus.dataset.MusesOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of MUSES. */
final class MusesFlags {
    @Option(names = "--weather", paramLabel = "NAME,...", description = "Some of clear, fog, rain, snow. Default: all.")
    private @Nullable String weather;

    @Option(names = "--time", paramLabel = "NAME", description = "day or night. Default: both.")
    private @Nullable String time;

    @Option(
            names = "--recorded-times",
            description = "Keep the scenes' capture times, which lie days apart, instead of --rate.")
    private boolean recordedTimes;

    @Option(
            names = "--motion-compensation",
            description = "Move points to where they would have been in the middle of the camera's exposure.")
    private boolean motionCompensation;

    @Option(
            names = "--projection",
            defaultValue = "node",
            description = "node: points, and events placed in the camera's image; none: events as their own sensor saw"
                    + " them; sdk: the images that the SDK makes. Default: ${DEFAULT-VALUE}.")
    private MusesOptions.Projection projection = MusesOptions.Projection.NODE;

    @Option(
            names = "--radar-threshold",
            defaultValue = "75",
            description = "Weakest echo that is sent, 0 to 255. Default: ${DEFAULT-VALUE}.")
    private int radarThreshold;

    MusesOptions options(SampleFlags samples) {
        return new MusesOptions(
                samples.filter()
                        .with("weather", weather == null ? "" : weather)
                        .with("time_of_day", time == null ? "" : time),
                recordedTimes ? 0 : samples.rate(),
                motionCompensation,
                projection,
                radarThreshold);
    }
}
