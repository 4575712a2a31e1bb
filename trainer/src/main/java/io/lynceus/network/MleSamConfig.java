package io.lynceus.network;

import io.lynceus.nn.LoraOptions;
import io.lynceus.nn.Routing;
import io.lynceus.wire.Modality;
import java.util.List;

/**
 * The choices of MLE-SAM. {@link #of} has the method card's defaults.
 *
 * @param size of encoder and decoder
 * @param modalities in the order of their indices
 * @param classes K
 * @param loraRank of the experts on queries and values; 0 for none
 * @param loraRows how the experts of transition blocks are sized
 * @param sharing whether modalities share the trained parts of the decoder
 * @param routing how frames are scored
 * @param topK frames of a set that the router keeps, at each level
 * @param auxiliaryHead whether there is a second path
 * @param output which path is served
 * @param trainEncoder whether all learns, as for pre-training; else trunk, neck and two-way transformer are frozen
 */
public record MleSamConfig(
        Sam2Size size,
        List<Modality> modalities,
        int classes,
        int loraRank,
        LoraOptions.Rows loraRows,
        Sharing sharing,
        Routing routing,
        int topK,
        boolean auxiliaryHead,
        Output output,
        boolean trainEncoder) {
    /** Whether modalities share the trained parts of the decoder. */
    public enum Sharing {
        SHARED,
        /** As the published parameter counts have it: the fused features go through every decoder; logits are averaged. */
        PER_MODALITY
    }

    /** What is served where both paths exist. */
    public enum Output {
        MEAN,
        MASK_DECODER
    }

    public MleSamConfig {
        modalities = List.copyOf(modalities);
        if (modalities.isEmpty() || modalities.stream().distinct().count() != modalities.size()) {
            throw new IllegalArgumentException("modalities " + modalities + ": name at least one, each once");
        }
        if (classes < 2 || classes > 255) {
            throw new IllegalArgumentException(
                    classes + " classes: class ids are bytes and 255 is 'ignore'; give 2 to 255");
        }
    }

    /** The method card's defaults: rank 32 (8 for nano), one decoder, shared scorer, top 2, both paths, frozen encoder. */
    public static MleSamConfig of(Sam2Size size, List<Modality> modalities, int classes) {
        int rank = size == Sam2Size.NANO ? 8 : 32;
        int topK = Math.min(2, modalities.size());
        return new MleSamConfig(
                size,
                modalities,
                classes,
                rank,
                LoraOptions.Rows.OUT,
                Sharing.SHARED,
                Routing.SHARED,
                topK,
                true,
                Output.MEAN,
                false);
    }

    /** One modality, no experts, everything learns: to pre-train an encoder, whose weights then load into any other form. */
    public static MleSamConfig pretraining(Sam2Size size, Modality modality, int classes) {
        return of(size, List.of(modality), classes)
                .withLora(0, LoraOptions.Rows.OUT)
                .withTrainEncoder(true);
    }

    public MleSamConfig withLora(int rank, LoraOptions.Rows rows) {
        return new MleSamConfig(
                size, modalities, classes, rank, rows, sharing, routing, topK, auxiliaryHead, output, trainEncoder);
    }

    public MleSamConfig withSharing(Sharing newSharing) {
        return new MleSamConfig(
                size,
                modalities,
                classes,
                loraRank,
                loraRows,
                newSharing,
                routing,
                topK,
                auxiliaryHead,
                output,
                trainEncoder);
    }

    public MleSamConfig withRouting(Routing newRouting, int newTopK) {
        return new MleSamConfig(
                size,
                modalities,
                classes,
                loraRank,
                loraRows,
                sharing,
                newRouting,
                newTopK,
                auxiliaryHead,
                output,
                trainEncoder);
    }

    public MleSamConfig withAuxiliaryHead(boolean there) {
        return new MleSamConfig(
                size, modalities, classes, loraRank, loraRows, sharing, routing, topK, there, output, trainEncoder);
    }

    public MleSamConfig withOutput(Output newOutput) {
        return new MleSamConfig(
                size,
                modalities,
                classes,
                loraRank,
                loraRows,
                sharing,
                routing,
                topK,
                auxiliaryHead,
                newOutput,
                trainEncoder);
    }

    public MleSamConfig withTrainEncoder(boolean learns) {
        return new MleSamConfig(
                size, modalities, classes, loraRank, loraRows, sharing, routing, topK, auxiliaryHead, output, learns);
    }

    LoraOptions lora() {
        return new LoraOptions(modalities.size(), loraRank, loraRows);
    }
}
