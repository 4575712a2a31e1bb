package io.lynceus.network;

import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.router.Routing;
import io.lynceus.wire.Modality;
import java.util.List;
import java.util.Locale;

/**
 * A network by name, as a configuration file or the command line gives it.
 *
 * @param system {@code mle-sam}
 * @param size nano, tiny, small, base+ or large
 * @param modalities in the order of their indices
 * @param loraRank rank of the experts; 0 for none, -1 for the size's default
 * @param loraRows in or out: how the experts of transition blocks are sized
 * @param decoderSharing shared or per-modality
 * @param router shared, per-modality or linear: how a frame is scored
 * @param topK sensors that the router keeps at each level; 0 for the default of two
 * @param auxiliaryHead whether there is a second path
 * @param output mean or mask-decoder: what is served where both paths exist
 * @param trainEncoder whether all learns, as for pre-training
 */
public record NetworkConfig(
        String system,
        String size,
        List<String> modalities,
        int loraRank,
        String loraRows,
        String decoderSharing,
        String router,
        int topK,
        boolean auxiliaryHead,
        String output,
        boolean trainEncoder) {
    /** MLE-SAM base+ on four modalities, with the method card's choices. */
    public static final NetworkConfig DEFAULTS = new NetworkConfig(
            "mle-sam",
            "base+",
            List.of("rgb", "depth", "event", "lidar"),
            -1,
            "out",
            "shared",
            "shared",
            0,
            true,
            "mean",
            false);

    /** The network for that many classes; {@link IllegalArgumentException} names the value that is not known. */
    public Network create(int classes) {
        if (!system.equals("mle-sam")) {
            throw new IllegalArgumentException("system is '" + system + "', known is mle-sam");
        }
        List<Modality> inputs = modalities.stream().map(Modality::new).toList();
        MleSamConfig defaults = MleSamConfig.of(Sam2Size.of(size), inputs, classes);
        return new MleSam(defaults.withLora(
                        loraRank < 0 ? defaults.loraRank() : loraRank,
                        choice("loraRows", loraRows, LoraOptions.Rows.class))
                .withSharing(choice("decoderSharing", decoderSharing, MleSamConfig.Sharing.class))
                .withRouting(choice("router", router, Routing.class), sensorsKept())
                .withAuxiliaryHead(auxiliaryHead)
                .withOutput(choice("output", output, MleSamConfig.Output.class))
                .withTrainEncoder(trainEncoder));
    }

    /** Sensors that the router keeps at each level. */
    public int sensorsKept() {
        return topK == 0 ? Math.min(2, modalities.size()) : topK;
    }

    private static <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return value;
            }
        }
        throw new IllegalArgumentException(key + " is '" + text + "', allowed is one of "
                + List.of(type.getEnumConstants())
                        .toString()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-'));
    }
}
