package io.lynceus.command;

import io.lynceus.dataset.Deliver;
import io.lynceus.dataset.LabelledFolders;
import io.lynceus.dataset.MCubeS;
import io.lynceus.dataset.Muses;
import io.lynceus.dataset.MusesOptions;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags that say which labelled samples are meant. */
final class LabelledDataset {
    /** Samples are played one after the other; at what rate is of no matter for the figures. */
    static final double RATE = 10;

    private static final int RADAR_THRESHOLD = 75;

    enum Kind {
        DELIVER,
        MUSES,
        MCUBES,
        FOLDERS
    }

    @Option(names = "--dataset", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.DELIVER;

    @Parameters(paramLabel = "FOLDER", description = "The dataset's folder.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "val",
            description = "Default: ${DEFAULT-VALUE}. MCubeS's published figures are those of test.")
    private String split = "val";

    @Option(
            names = "--condition",
            paramLabel = "NAME,...",
            description = "Of DELIVER, such as fog,night. Default: all.")
    private @Nullable String condition;

    @Option(names = "--case", paramLabel = "NAME,...", description = "Of DELIVER, such as motionblur. Default: all.")
    private @Nullable String corner;

    @Option(names = "--weather", paramLabel = "NAME,...", description = "Of MUSES, such as snow. Default: all.")
    private @Nullable String weather;

    @Option(names = "--time", paramLabel = "NAME", description = "Of MUSES, day or night. Default: both.")
    private @Nullable String time;

    @Option(
            names = "--projection",
            defaultValue = "node",
            description = "Of MUSES: node, none or sdk, as for replay. Default: ${DEFAULT-VALUE}.")
    private MusesOptions.Projection projection = MusesOptions.Projection.NODE;

    @Option(names = "--description", paramLabel = "FILE", description = "Of folders: the YAML file. Default: none.")
    private @Nullable Path description;

    /** The name that the reference's rules go by. */
    String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What was asked for, in words; another choice has other words. */
    String words() {
        return name() + " " + folder.toAbsolutePath().normalize() + filter() + split
                + (kind == Kind.MUSES ? " projection " + projection : "")
                + (description == null ? "" : " " + description.toAbsolutePath().normalize());
    }

    /**
     * @param asReference whether networks see what the dataset's own evaluation shows them
     * @throws SettingsException saying in one message what was expected and what was found
     */
    Recording open(boolean asReference) {
        try {
            return switch (kind) {
                case DELIVER -> Deliver.open(folder, filter(), RATE);
                case MUSES -> Muses.open(folder, new MusesOptions(filter(), RATE, false, projection, RADAR_THRESHOLD));
                case MCUBES -> asReference ? MCubeS.openCentre(folder, split, RATE) : MCubeS.open(folder, split, RATE);
                case FOLDERS -> {
                    if (description == null) {
                        throw new SettingsException(
                                "folders need --description FILE, the YAML file of modalities, label, classes and splits");
                    }
                    yield LabelledFolders.open(description, folder).recording(split, RATE);
                }
            };
        } catch (IOException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    private SampleFilter filter() {
        return SampleFilter.ALL
                .with("split", split)
                .with("condition", text(condition))
                .with("case", text(corner))
                .with("weather", text(weather))
                .with("time_of_day", text(time));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
