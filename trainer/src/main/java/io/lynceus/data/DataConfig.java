package io.lynceus.data;

import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.catalogue.Datasets;
import io.lynceus.raster.RasterSize;
import io.lynceus.settings.Settings;
import io.lynceus.wire.Modality;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which samples, and how they are varied.
 *
 * @param source {@code street}, {@code deliver}, {@code muses}, {@code mcubes}, {@code folder} for PNG files by modality, or
 *     {@code tiles} for large images seen from above
 * @param description of sources folder and tiles, a YAML file; empty for the others
 * @param root the dataset's folder; empty for the street
 * @param splits of a dataset: learned from, validated and tested on
 * @param filter which samples of a dataset count, in all of its splits: values by the dataset's filters, such as {@code condition:
 *     'fog,night'}
 * @param height rows of a sample after augmentation, a multiple of 32
 * @param width columns of a sample after augmentation, a multiple of 32
 * @param evaluationHeight rows of a whole frame in evaluation, a multiple of 32; 0: {@code height}
 * @param evaluationWidth columns of a whole frame in evaluation, a multiple of 32; 0: {@code width}
 * @param seed of the street's scenes
 * @param shortSide pixels that a sample's short side has at zoom 1, as the published recipes have it; 0: its own
 * @param minScale smallest zoom of the random crop
 * @param maxScale largest zoom of the random crop
 * @param maxClassShare share of a crop's labelled pixels that one class may have; a crop with more is drawn again, ten times at
 *     most; 1: any crop
 * @param mirror probability of a horizontal mirror
 * @param upsideDown probability of a vertical mirror, for images seen from above
 * @param colourJitter probability of RGB colour jitter
 * @param blur probability of RGB blur
 * @param allModalities probability that a sample keeps all its modalities; otherwise a subset of them is drawn
 * @param subsetWeights how often a subset is drawn then, by its names joined by '+' in the network's order, such as {@code
 *     depth+lidar}, as a multiple of the subsets that are not named
 * @param faults faults of sensors in the frames that are learned from
 */
public record DataConfig(
        String source,
        String description,
        String root,
        Splits splits,
        Map<String, String> filter,
        int height,
        int width,
        int evaluationHeight,
        int evaluationWidth,
        long seed,
        int shortSide,
        double minScale,
        double maxScale,
        double maxClassShare,
        double mirror,
        double upsideDown,
        double colourJitter,
        double blur,
        double allModalities,
        Map<String, Double> subsetWeights,
        FaultConfig faults) {
    /** The published recipe at 1024 x 1024. */
    public static final DataConfig RECIPE = new DataConfig(
            "street",
            "",
            "",
            Splits.USUAL,
            Map.of(),
            1024,
            1024,
            0,
            0,
            1,
            0,
            0.5,
            2,
            1,
            0.5,
            0,
            0.2,
            0.2,
            1,
            Map.of(),
            FaultConfig.NONE);

    public DataConfig {
        filter = Map.copyOf(filter);
        subsetWeights = Map.copyOf(subsetWeights);
        requireSize("height", height);
        requireSize("width", width);
        requireSize("evaluationHeight", evaluationHeight == 0 ? height : evaluationHeight);
        requireSize("evaluationWidth", evaluationWidth == 0 ? width : evaluationWidth);
        if (shortSide < 0 || shortSide > 4096) {
            throw new IllegalArgumentException("shortSide is " + shortSide + ", allowed is 0 to 4096");
        }
        if (!(minScale > 0 && minScale <= maxScale)) {
            throw new IllegalArgumentException(
                    "minScale is " + minScale + " and maxScale " + maxScale + "; both must be above 0, in this order");
        }
        if (!(maxClassShare > 0 && maxClassShare <= 1)) {
            throw new IllegalArgumentException(
                    "maxClassShare is " + maxClassShare + ", allowed is above 0 to 1; 1 takes any crop");
        }
        requireProbability("mirror", mirror);
        requireProbability("upsideDown", upsideDown);
        requireProbability("colourJitter", colourJitter);
        requireProbability("blur", blur);
        requireProbability("allModalities", allModalities);
    }

    /**
     * Returns the options that this configuration gives to a dataset.
     *
     * @throws IllegalArgumentException if there is a filter that the dataset does not have
     */
    Map<String, String> options(Dataset dataset) {
        List<String> known = dataset.filters().stream().map(DatasetOption::name).toList();
        filter.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("data.filter." + name + " is '" + value + "', but samples of "
                        + source + " are filtered by " + known + "; did you mean '"
                        + Settings.nearest(name, Datasets.filters()) + "'? Leave it out otherwise");
            }
        });
        Map<String, String> options = new HashMap<>(filter);
        options.put("description", description);
        return options;
    }

    /** Returns the size of whole frames in evaluation, and of the exported model's input. */
    public RasterSize evaluationSize() {
        return new RasterSize(
                evaluationHeight == 0 ? height : evaluationHeight, evaluationWidth == 0 ? width : evaluationWidth);
    }

    public DataConfig withRoot(String newRoot) {
        return new DataConfig(
                source,
                description,
                newRoot,
                splits,
                filter,
                height,
                width,
                evaluationHeight,
                evaluationWidth,
                seed,
                shortSide,
                minScale,
                maxScale,
                maxClassShare,
                mirror,
                upsideDown,
                colourJitter,
                blur,
                allModalities,
                subsetWeights,
                faults);
    }

    public ModalitySubsets subsets(List<Modality> modalities) {
        List<String> names = modalities.stream().map(Modality::name).toList();
        return new ModalitySubsets(allModalities, SubsetDraw.byWeight(names, subsetWeights));
    }

    public Augmentation augmentation(List<Modality> modalities) {
        return new Augmentation(
                height,
                width,
                shortSide,
                minScale,
                maxScale,
                maxClassShare,
                mirror,
                upsideDown,
                colourJitter,
                blur,
                modalities);
    }

    private static void requireSize(String key, int size) {
        if (size < 32 || size > 4096 || size % 32 != 0) {
            throw new IllegalArgumentException(key + " is " + size + ", allowed is a multiple of 32 up to 4096");
        }
    }

    private static void requireProbability(String key, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(key + " is " + p + ", allowed is 0 to 1");
        }
    }
}
