package io.lynceus.command;

import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.dataset.catalogue.Datasets;
import io.lynceus.score.ScoreRun;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * The flags that choose labelled samples. The options of the datasets come from the catalogue; a command with this mixin names {@link
 * OptionsOfAllDatasets} as its model transformer.
 */
public final class LabelledDataset {
    @Option(
            names = "--dataset",
            required = true,
            completionCandidates = Names.class,
            converter = ByName.class,
            description = "The dataset: one of ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Dataset dataset;

    @Parameters(paramLabel = "FOLDER", description = "The dataset's folder.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "val",
            description = "The split. Default: ${DEFAULT-VALUE}. MCubeS's published figures are those of test.")
    private String split = "val";

    private final DatasetFlags flags = new DatasetFlags();

    /** The names of the labelled datasets, for help and completion. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Datasets.withSamples().stream().map(Dataset::name).toList());
        }
    }

    /** Finds a dataset by its name, in lower or upper case. */
    static final class ByName implements ITypeConverter<Dataset> {
        @Override
        public Dataset convert(String value) {
            return Datasets.find(value.toLowerCase(Locale.ROOT))
                    .filter(Dataset::hasSamples)
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no labelled dataset '" + value + "'; choose one of " + new Names()));
        }
    }

    /** Adds the options of all labelled datasets to a command that has this mixin. */
    public static final class OptionsOfAllDatasets implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            for (CommandSpec mixin : command.mixins().values()) {
                if (mixin.userObject() instanceof LabelledDataset labelled) {
                    for (Dataset dataset : Datasets.withSamples()) {
                        dataset.options().stream()
                                .filter(DatasetOption::forScoring)
                                .forEach(option -> labelled.flags.addTo(
                                        command, option, "For " + dataset.name() + ". " + option.description()));
                    }
                }
            }
            return command;
        }
    }

    String name() {
        return dataset.name();
    }

    ScoreRules scoreRules() {
        return dataset.scoreRules();
    }

    /** Returns the choice in words; two different choices have different words. */
    String words() {
        String options = flags.given().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(option -> " " + option.getKey() + " " + option.getValue())
                .collect(Collectors.joining());
        return name() + " " + folder.toAbsolutePath().normalize() + " " + split + options;
    }

    /**
     * Opens the recording of the chosen samples.
     *
     * @param asReference whether networks get the same part of an image as in the dataset's reference evaluation
     * @throws SettingsException if files are missing or an option is not one of the dataset; the message names what is expected
     */
    public Recording open(boolean asReference) {
        requireOwnOptions();
        try {
            return dataset.open(new DatasetRequest(folder, split, ScoreRun.RATE, asReference, flags.given()));
        } catch (IOException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    private void requireOwnOptions() {
        List<String> own = dataset.options().stream().map(DatasetOption::name).toList();
        for (String option : flags.given().keySet()) {
            if (!own.contains(option)) {
                throw new SettingsException("--" + option + " is no option of dataset " + name() + ", which has "
                        + own.stream().map(one -> "--" + one).toList() + "; leave it out");
            }
        }
    }
}
