package io.lynceus.network;

import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.router.Routing;
import io.lynceus.wire.Modality;
import java.util.List;

/**
 * The choices of MLE-SAM. {@link #of} has the method card's defaults; the {@code with…} methods change one thing each.
 *
 * @param size of encoder and decoder
 * @param modalities in the order of their indices
 * @param classes K
 * @param lora experts on queries and values of every block, one per modality
 * @param router how frames are weighed
 * @param head how fused features become logits
 * @param trainEncoder whether all learns, as for pre-training; else trunk, neck and two-way transformer are frozen
 */
public record MleSamConfig(
        Sam2Size size,
        List<Modality> modalities,
        int classes,
        LoraOptions lora,
        Router router,
        Head head,
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

    /**
     * How frames are weighed.
     *
     * @param routing how a frame is scored
     * @param topK frames of a set that keep their weight, at each level
     */
    public record Router(Routing routing, int topK) {}

    /**
     * How fused features become logits.
     *
     * @param sharing whether modalities share the trained parts of the decoder
     * @param auxiliary whether there is a second path
     * @param output which path is served
     */
    public record Head(Sharing sharing, boolean auxiliary, Output output) {}

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

    /** The method card's defaults: rank 32 (8 for nano), shared scorer, top 2, one decoder, both paths, frozen encoder. */
    public static MleSamConfig of(Sam2Size size, List<Modality> modalities, int classes) {
        int count = modalities.size();
        int rank = size == Sam2Size.NANO ? 8 : 32;
        return new MleSamConfig(
                size,
                modalities,
                classes,
                new LoraOptions(count, rank, LoraOptions.Rows.OUT, LoraOptions.Form.FACTORED),
                new Router(Routing.SHARED, Math.min(2, count)),
                new Head(Sharing.SHARED, true, Output.MEAN),
                false);
    }

    /** One modality, no experts, everything learns: to pre-train an encoder, whose weights then load into any other form. */
    public static MleSamConfig pretraining(Sam2Size size, Modality modality, int classes) {
        return of(size, List.of(modality), classes)
                .withLora(0, LoraOptions.Rows.OUT)
                .withTrainEncoder(true);
    }

    /** The rank of the experts, 0 for none, and how those of transition blocks are sized. */
    public MleSamConfig withLora(int rank, LoraOptions.Rows rows) {
        return with(new LoraOptions(modalities.size(), rank, rows, lora.form()), router, head, trainEncoder);
    }

    /** The same network, computing its experts differently; parameters stay. */
    public MleSamConfig withExperts(LoraOptions.Form form) {
        return with(new LoraOptions(modalities.size(), lora.rank(), lora.rows(), form), router, head, trainEncoder);
    }

    public MleSamConfig withRouting(Routing routing, int topK) {
        return with(lora, new Router(routing, topK), head, trainEncoder);
    }

    public MleSamConfig withSharing(Sharing sharing) {
        return with(lora, router, new Head(sharing, head.auxiliary(), head.output()), trainEncoder);
    }

    public MleSamConfig withAuxiliaryHead(boolean there) {
        return with(lora, router, new Head(head.sharing(), there, head.output()), trainEncoder);
    }

    public MleSamConfig withOutput(Output output) {
        return with(lora, router, new Head(head.sharing(), head.auxiliary(), output), trainEncoder);
    }

    public MleSamConfig withTrainEncoder(boolean learns) {
        return with(lora, router, head, learns);
    }

    private MleSamConfig with(LoraOptions newLora, Router newRouter, Head newHead, boolean learns) {
        return new MleSamConfig(size, modalities, classes, newLora, newRouter, newHead, learns);
    }

    /** Rank of the experts. */
    public int loraRank() {
        return lora.rank();
    }

    /** How a frame is scored. */
    public Routing routing() {
        return router.routing();
    }

    /** Frames of a set that the router keeps. */
    public int topK() {
        return router.topK();
    }
}
