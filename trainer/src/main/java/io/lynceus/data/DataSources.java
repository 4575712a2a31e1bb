package io.lynceus.data;

import io.lynceus.dataset.Deliver;
import io.lynceus.dataset.LabelledFolders;
import io.lynceus.dataset.MCubeS;
import io.lynceus.dataset.Muses;
import io.lynceus.dataset.MusesOptions;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.ScoreRules;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The samples of a configuration.
 *
 * @param training samples to learn from
 * @param validation samples that choose the best weights of a run
 * @param test samples that neither learning nor choosing ever sees; by default, a dataset gives its validation again
 * @param rules by which masks are judged, those of {@code lynceus score}
 */
public record DataSources(SampleSource training, SampleSource validation, SampleSource test, ScoreRules rules) {
    /** Seeds of the street's three lie this far apart, so that no scene is in two of them. */
    private static final long APART = 1_000_000;
    /** Of samples without capture times; rasters do not depend on it. */
    private static final double RATE_HZ = 10;

    /**
     * Opens what the configuration names, with these modalities in this order.
     *
     * @throws IllegalArgumentException if the source is unknown, or its samples cannot be chosen so
     * @throws SettingsException if it is not where it should be, or lacks a split, a modality or labels
     */
    public static DataSources open(DataConfig config, List<Modality> modalities) {
        return config.source().equals("street") ? street(config, modalities) : recorded(config, modalities);
    }

    private static DataSources street(DataConfig config, List<Modality> modalities) {
        if (!config.splits().equals(Splits.USUAL) || !config.filter().equals(SampleChoice.ALL)) {
            throw new IllegalArgumentException("data.splits and data.filter are for datasets; source is 'street'");
        }
        RasterSize size = config.evaluationSize();
        return new DataSources(
                new StreetSamples(config.height(), config.width(), config.seed(), modalities),
                new StreetSamples(size.height(), size.width(), config.seed() + APART, modalities),
                new StreetSamples(size.height(), size.width(), config.seed() + 2 * APART, modalities),
                ScoreRules.ofReference(config.source()));
    }

    private static DataSources recorded(DataConfig config, List<Modality> modalities) {
        Splits splits = config.splits().orUsual(config.source());
        SampleSource validation = new RecordedSamples(recording(config, splits.validation(), true), modalities);
        SampleSource test = splits.test().equals(splits.validation())
                ? validation
                : new RecordedSamples(recording(config, splits.test(), true), modalities);
        return new DataSources(
                new RecordedSamples(recording(config, splits.training(), false), modalities),
                validation,
                test,
                ScoreRules.ofReference(config.source()));
    }

    /** @param judged whether masks are judged on it: then networks see what the reference shows them */
    private static Recording recording(DataConfig config, String split, boolean judged) {
        Path root = Path.of(config.root());
        SampleFilter filter = config.filter().of(config.source()).with("split", split);
        try {
            return switch (config.source()) {
                case "deliver" -> Deliver.open(root, filter, RATE_HZ);
                case "muses" -> Muses.open(root, MusesOptions.defaults().with(filter));
                case "mcubes" -> judged ? MCubeS.openCentre(root, split, RATE_HZ) : MCubeS.open(root, split, RATE_HZ);
                case "folder" ->
                    LabelledFolders.open(Path.of(config.description()), root).recording(split, RATE_HZ);
                default ->
                    throw new IllegalArgumentException("data.source is '" + config.source()
                            + "', known are street, deliver, muses, mcubes and folder");
            };
        } catch (IOException e) {
            String where = Files.isDirectory(root) ? "" : "; name the dataset's folder by data.root or --root";
            throw new SettingsException("data.source " + config.source() + ": " + e.getMessage() + where, e);
        }
    }
}
