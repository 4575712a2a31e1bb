package io.lynceus.data;

import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.dataset.catalogue.Datasets;
import io.lynceus.dataset.tiles.TileSet;
import io.lynceus.raster.RasterSize;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

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
        return switch (config.source()) {
            case "street" -> street(config, modalities);
            case "tiles" -> tiles(config, modalities);
            default -> recorded(config, modalities);
        };
    }

    /** The unpacked tiles go when the process ends, for sources are never closed. */
    private static DataSources tiles(DataConfig config, List<Modality> modalities) {
        if (config.description().isEmpty()) {
            throw new SettingsException(
                    "data.source is 'tiles', which needs data.description, the YAML file of modalities,"
                            + " labels, classes, splits and windows");
        }
        Splits splits = config.splits().orUsual("val");
        RasterSize crop = new RasterSize(config.height(), config.width());
        Path description = Path.of(config.description());
        Path root = Path.of(config.root());
        SampleSource validation = new TileSamples(
                TileSet.open(description, root, splits.validation(), true), modalities, crop, config.seed(), false);
        SampleSource test = splits.test().equals(splits.validation())
                ? validation
                : new TileSamples(
                        TileSet.open(description, root, splits.test(), true), modalities, crop, config.seed(), false);
        return new DataSources(
                new TileSamples(
                        TileSet.open(description, root, splits.training(), false),
                        modalities,
                        crop,
                        config.seed(),
                        true),
                validation,
                test,
                ScoreRules.DEFAULT);
    }

    private static DataSources street(DataConfig config, List<Modality> modalities) {
        if (!config.splits().equals(Splits.USUAL) || !config.filter().isEmpty()) {
            throw new IllegalArgumentException("data.splits and data.filter are for datasets; source is 'street'");
        }
        RasterSize size = config.evaluationSize();
        return new DataSources(
                new StreetSamples(config.height(), config.width(), config.seed(), modalities),
                new StreetSamples(size.height(), size.width(), config.seed() + APART, modalities),
                new StreetSamples(size.height(), size.width(), config.seed() + 2 * APART, modalities),
                ScoreRules.DEFAULT);
    }

    /** Finds a dataset by the name that a configuration gives it: {@code folder} stands for the catalogue's {@code folders}. */
    private static Dataset dataset(String source) {
        return Datasets.find(source.equals("folder") ? "folders" : source)
                .filter(Dataset::hasSamples)
                .orElseThrow(() -> new IllegalArgumentException("data.source is '" + source
                        + "', known are street, folder and "
                        + Datasets.withSamples().stream().map(Dataset::name).collect(Collectors.joining(", "))));
    }

    private static DataSources recorded(DataConfig config, List<Modality> modalities) {
        Dataset dataset = dataset(config.source());
        Splits splits = config.splits().orUsual(dataset.validationSplit());
        SampleSource validation =
                new RecordedSamples(recording(config, dataset, splits.validation(), true), modalities);
        SampleSource test = splits.test().equals(splits.validation())
                ? validation
                : new RecordedSamples(recording(config, dataset, splits.test(), true), modalities);
        return new DataSources(
                new RecordedSamples(recording(config, dataset, splits.training(), false), modalities),
                validation,
                test,
                dataset.scoreRules());
    }

    /** @param judged whether masks are judged on it: then networks see what the reference shows them */
    private static Recording recording(DataConfig config, Dataset dataset, String split, boolean judged) {
        Path root = Path.of(config.root());
        try {
            return dataset.open(new DatasetRequest(root, split, RATE_HZ, judged, config.options(dataset)));
        } catch (IOException e) {
            String where = Files.isDirectory(root) ? "" : "; name the dataset's folder by data.root or --root";
            throw new SettingsException("data.source " + config.source() + ": " + e.getMessage() + where, e);
        }
    }
}
