package io.lynceus.data;

import io.lynceus.dataset.LabelledFolders;
import io.lynceus.wire.Modality;
import java.nio.file.Path;
import java.util.List;

/**
 * Training and validation samples of a configuration.
 *
 * @param training samples to learn from
 * @param validation samples that training never sees, whole frames at their own size
 */
public record DataSources(SampleSource training, SampleSource validation) {
    /** Seeds of validation scenes lie this far from those of training, so that no scene is in both. */
    private static final long VALIDATION_SEEDS = 1_000_000;

    /**
     * Opens what the configuration names, with these modalities in this order.
     *
     * @throws IllegalArgumentException if the source is unknown or lacks a modality
     */
    public static DataSources open(DataConfig config, List<Modality> modalities) {
        return switch (config.source()) {
            case "street" ->
                new DataSources(
                        new StreetSamples(config.height(), config.width(), config.seed(), modalities),
                        new StreetSamples(
                                config.evaluationSize().height(),
                                config.evaluationSize().width(),
                                config.seed() + VALIDATION_SEEDS,
                                modalities));
            case "folder" -> {
                LabelledFolders folders = LabelledFolders.open(Path.of(config.description()), Path.of(config.root()));
                if (!folders.modalities().containsAll(modalities)) {
                    throw new IllegalArgumentException("modalities are " + modalities + ", dataset " + folders.name()
                            + " has " + folders.modalities());
                }
                yield new DataSources(
                        new FolderSamples(folders, "train", modalities),
                        new FolderSamples(folders, "validation", modalities));
            }
            default ->
                throw new IllegalArgumentException(
                        "data.source is '" + config.source() + "', known are street and folder");
        };
    }
}
