package io.lynceus.segment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.wire.Modality;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a model file says about itself: the JSON in its metadata entry {@value #METADATA_KEY}.
 *
 * @param contract version of this contract, 1 to 3. The graph's routing output has the coarsest pyramid level first in version 1,
 *     and the finest first in later ones. From version 3 on, a graph may give logits and find the classes only on request
 * @param name short name of the model, such as {@code street-nano}
 * @param system the network's system, such as {@code mle-sam}
 * @param height rows of a frame, pixels, a multiple of 32
 * @param width columns of a frame, pixels, a multiple of 32
 * @param levels pyramid levels L of the routing output; 0 where the model has no such output
 * @param topK sensors kept by the router at each level
 * @param modalities in the order of the {@code modality} input's indices
 * @param classes in the order of the class ids
 * @param expectedMiou mIoU as a fraction for a set of modalities, keyed by their names in this
 *     card's order, joined by '+', such as {@code rgb+lidar}
 * @param estimate of one mask's mIoU; that of the table in files without it
 * @param training where the weights come from: data, commit, seed, steps and whatever else the trainer noted
 * @param weightsSha256 checksum of the weights, hexadecimal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
        int contract,
        String name,
        String system,
        int height,
        int width,
        int levels,
        int topK,
        List<InputModality> modalities,
        List<OutputClass> classes,
        Map<String, Double> expectedMiou,
        MiouEstimate estimate,
        Map<String, String> training,
        String weightsSha256) {
    public static final String METADATA_KEY = "lynceus.model";
    /** The version that the trainer writes. */
    public static final int CONTRACT = 3;

    private static final String ESTIMATE = "estimate";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            // Newer trainers may add entries within one contract version.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /**
     * @param name as in a rig file
     * @param mean of each channel, in 0..1
     * @param std of each channel, in 0..1
     */
    public record InputModality(String name, List<Double> mean, List<Double> std) {}

    /**
     * @param name the class
     * @param rgb colour for display, 0..255 each
     */
    public record OutputClass(String name, List<Integer> rgb) {}

    /**
     * Reads the card of a model file, without ONNX Runtime and without a look at its graph.
     *
     * @throws ModelException if the file is missing, is no ONNX file, or has no card
     */
    public static ModelCard read(Path model) {
        Map<String, String> metadata = ModelFile.read(model)
                .orElseThrow(() -> new ModelException("model " + model + " is no ONNX file"))
                .metadata();
        try {
            return of(Optional.ofNullable(metadata.get(METADATA_KEY)));
        } catch (ModelException e) {
            throw new ModelException(model + ": " + e.getMessage(), e);
        }
    }

    /** Returns the card of a file with that metadata entry; throws a {@link ModelException} if there is none. */
    static ModelCard of(Optional<String> entry) {
        return parse(entry.orElseThrow(() -> new ModelException("metadata entry '" + METADATA_KEY
                + "' is missing; this is not a model made by './lynceus trainer export'")));
    }

    /** Reads the JSON of a metadata entry; a {@link ModelException} names what is wrong in it. */
    public static ModelCard parse(String json) {
        try {
            JsonNode read = JSON.readTree(json);
            if (read instanceof ObjectNode card && !card.has(ESTIMATE)) {
                card.putPOJO(ESTIMATE, MiouEstimate.OF_TABLE);
            }
            return JSON.treeToValue(read, ModelCard.class).validated();
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    "metadata entry '" + METADATA_KEY + "' is not a model card: " + e.getOriginalMessage()
                            + "; export the model again with './lynceus trainer export'",
                    e);
        }
    }

    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a model card is always JSON", e);
        }
    }

    /** Returns the same card for a file that keeps another version of the contract. */
    public ModelCard inContract(int version) {
        return with(version, estimate);
    }

    /** Returns the card with another estimate. */
    public ModelCard withEstimate(MiouEstimate newEstimate) {
        return with(contract, newEstimate);
    }

    private ModelCard with(int version, MiouEstimate newEstimate) {
        return new ModelCard(
                version,
                name,
                system,
                height,
                width,
                levels,
                topK,
                modalities,
                classes,
                expectedMiou,
                newEstimate,
                training,
                weightsSha256);
    }

    /** Returns true if the graph's routing output has the coarsest pyramid level first. */
    boolean coarsestLevelFirst() {
        return contract == 1;
    }

    /** Returns the index of a modality in the {@code modality} input, or -1 if the model does not know it. */
    public int indexOf(Modality modality) {
        for (int i = 0; i < modalities.size(); i++) {
            if (modalities.get(i).name().equals(modality.name())) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the expected mIoU, as a fraction, of a set that these modalities took part in, if the trainer measured it. */
    public OptionalDouble expectedMiou(Collection<Modality> present) {
        Double known = expectedMiou.get(subsetKey(present));
        return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
    }

    /**
     * Returns what is known of a mask's conditions.
     *
     * @param used modalities of the set's frames, in the order of the mask's quality
     */
    public MiouEstimate.Conditions conditions(List<Modality> used, Mask mask) {
        return MiouEstimate.Conditions.of(
                used, mask, modalities -> expectedMiou(modalities).orElse(Double.NaN));
    }

    /** Returns the key of a set of modalities in {@link #expectedMiou}: names in the model's order, joined by '+'. */
    public String subsetKey(Collection<Modality> present) {
        return modalities.stream()
                .map(InputModality::name)
                .filter(name -> present.contains(new Modality(name)))
                .collect(Collectors.joining("+"));
    }

    private ModelCard validated() {
        require(contract >= 1 && contract <= CONTRACT, "contract", contract, "version 1 to " + CONTRACT);
        require(height >= 32 && height <= 4096 && height % 32 == 0, "height", height, "a multiple of 32 up to 4096");
        require(width >= 32 && width <= 4096 && width % 32 == 0, "width", width, "a multiple of 32 up to 4096");
        require(levels >= 0 && levels <= 8, "levels", levels, "0 to 8");
        require(!modalities.isEmpty(), "modalities", modalities, "at least one");
        require(
                modalities.stream().map(InputModality::name).distinct().count() == modalities.size(),
                "modalities",
                modalities,
                "each name once");
        require(
                classes.size() >= 2 && classes.size() <= 255,
                "classes",
                classes.size(),
                "2 to 255 (255 means 'ignore')");
        for (InputModality m : modalities) {
            require(
                    m.mean().size() == 3 && m.std().size() == 3,
                    "modalities." + m.name(),
                    m,
                    "three means and three stds");
            require(m.std().stream().allMatch(s -> s > 0), "modalities." + m.name() + ".std", m.std(), "positive");
        }
        return this;
    }

    private static void require(boolean holds, String entry, Object seen, String allowed) {
        if (!holds) {
            throw new ModelException("metadata entry '" + METADATA_KEY + "', " + entry + " is " + seen + ", allowed is "
                    + allowed + "; export the model again with './lynceus trainer export'");
        }
    }
}
