package io.lynceus.data;

import io.lynceus.dataset.LabelledFolders;
import io.lynceus.raster.RasterSize;
import io.lynceus.wire.Modality;
import java.nio.file.Path;
import java.util.List;

/**
 * The samples of a configuration. Those of validation and test are whole frames at their own size.
 *
 * @param training samples to learn from
 * @param validation samples that choose the best weights of a run
 * @param test samples that neither learning nor choosing ever sees; a folder that has no such split gives its validation again
 */
public record DataSources(SampleSource training, SampleSource validation, SampleSource test) {
    /** Seeds of the three lie this far apart, so that no scene is in two of them. */
    private static final long APART = 1_000_000;

    /**
     * Opens what the configuration names, with these modalities in this order.
     *
     * @throws IllegalArgumentException if the source is unknown or lacks a modality
     */
    public static DataSources open(DataConfig config, List<Modality> modalities) {
        return switch (config.source()) {
            case "street" -> {
                RasterSize size = config.evaluationSize();
                yield new DataSources(
                        new StreetSamples(config.height(), config.width(), config.seed(), modalities),
                        new StreetSamples(size.height(), size.width(), config.seed() + APART, modalities),
                        new StreetSamples(size.height(), size.width(), config.seed() + 2 * APART, modalities));
            }
            case "folder" -> {
                LabelledFolders folders = LabelledFolders.open(Path.of(config.description()), Path.of(config.root()));
                if (!folders.modalities().containsAll(modalities)) {
                    throw new IllegalArgumentException("modalities are " + modalities + ", dataset " + folders.name()
                            + " has " + folders.modalities());
                }
                FolderSamples validation = new FolderSamples(folders, "validation", modalities);
                yield new DataSources(new FolderSamples(folders, "train", modalities), validation, validation);
            }
            default ->
                throw new IllegalArgumentException(
                        "data.source is '" + config.source() + "', known are street and folder");
        };
    }
}
