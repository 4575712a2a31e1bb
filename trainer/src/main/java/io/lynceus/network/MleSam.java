package io.lynceus.network;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.checkpoint.Sam2Weights;
import io.lynceus.network.Prediction.Feature;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.QueryValueLora;
import io.lynceus.nn.adapter.QueryValueLora.Form;
import io.lynceus.nn.adapter.QueryValueLora.Rows;
import io.lynceus.nn.block.ExpertConv;
import io.lynceus.nn.block.PyramidMlpHead;
import io.lynceus.nn.router.ModalityRouter;
import io.lynceus.nn.router.PyramidFusion;
import io.lynceus.nn.router.QualityHead;
import io.lynceus.nn.router.Routing;
import io.lynceus.nn.sam2.ImageEncoder;
import io.lynceus.nn.sam2.MaskDecoder;
import io.lynceus.nn.sam2.MaskDecoder.Pyramid;
import io.lynceus.nn.sam2.MaskDecoderConfig;
import io.lynceus.nn.sam2.PromptEncoder;
import io.lynceus.nn.sam2.Sam2Size;
import io.lynceus.nn.sam2.TwoWayTransformer;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * MLE-SAM: SAM 2 with a mixture of low-rank experts (arXiv 2412.04220). One frozen encoder sees every frame through the expert
 * of its modality; the pyramids of a set's frames are averaged and, weighted by a router, summed; a mask decoder and a small
 * head each turn the sum into logits.
 *
 * <p>Frames are encoded one by one, whatever set they belong to; an absent sensor is simply not there.
 *
 * @param settings its choices
 * @param classes K
 * @param form how the experts are computed
 */
public record MleSam(Settings settings, int classes, Form form) implements Network {
    private static final String ENCODER = "image_encoder.";
    private static final String PROMPT = "sam_prompt_encoder";
    private static final String DECODER = "sam_mask_decoder";
    private static final String ROUTER = "router";
    private static final String QUALITY = "quality";
    private static final String FUSION = "fusion";
    private static final int AUXILIARY_WIDTH = 32;

    /** Whether modalities share the trained parts of the decoder. */
    private enum Sharing {
        SHARED,
        /** As the published parameter counts have it: the fused features go through every decoder; logits are averaged. */
        PER_MODALITY
    }

    /** What is served where both paths exist. */
    private enum Output {
        MEAN,
        MASK_DECODER
    }

    /**
     * The choices of MLE-SAM.
     *
     * @param size nano, tiny, small, base+ or large
     * @param modalities in the order of their indices
     * @param loraRank rank of the experts on queries and values; 0 for none, -1 for the size's default
     * @param loraRows in or out: how the experts of transition blocks are sized
     * @param decoderSharing shared or per-modality
     * @param router shared, per-modality or linear: how a frame is scored
     * @param topK sensors that the router keeps at each level; 0 for the default of two
     * @param auxiliaryHead whether there is a second path
     * @param output mean or mask-decoder: what is served where both paths exist
     * @param trainEncoder whether all learns, as for pre-training; else trunk, neck and two-way transformer are frozen
     * @param fusion published or normalised: how the fused pyramids are scaled
     * @param quality whether a head judges every frame, and the fusion weighs the frame by it
     */
    public record Settings(
            String size,
            List<String> modalities,
            int loraRank,
            String loraRows,
            String decoderSharing,
            String router,
            int topK,
            boolean auxiliaryHead,
            String output,
            boolean trainEncoder,
            String fusion,
            boolean quality)
            implements NetworkSettings {
        /** Base+ on four modalities, with the method card's choices. */
        static final Settings DEFAULTS = new Settings(
                "base+",
                List.of("rgb", "depth", "event", "lidar"),
                -1,
                "out",
                "shared",
                "shared",
                0,
                true,
                "mean",
                false,
                "published",
                false);

        public Settings {
            modalities = NetworkSettings.checked(modalities);
            Sam2Size.of(size);
            NetworkSettings.choice("loraRows", loraRows, Rows.class);
            NetworkSettings.choice("decoderSharing", decoderSharing, Sharing.class);
            NetworkSettings.choice("router", router, Routing.class);
            NetworkSettings.choice("output", output, Output.class);
            if (quality
                    && NetworkSettings.choice("fusion", fusion, PyramidFusion.Form.class)
                            == PyramidFusion.Form.PUBLISHED) {
                throw new IllegalArgumentException("quality is true and fusion 'published', which has no scale to keep;"
                        + " set fusion: normalised");
            }
        }

        @Override
        public String system() {
            return "mle-sam";
        }

        @Override
        public MleSam create(int classes) {
            return new MleSam(this, classes, Form.FACTORED);
        }

        /** The same for one modality; the quality of a set's only frame changes nothing. */
        private Settings only(String modality) {
            return new Settings(
                    size,
                    List.of(modality),
                    loraRank,
                    loraRows,
                    decoderSharing,
                    "shared",
                    1,
                    auxiliaryHead,
                    output,
                    trainEncoder,
                    fusion,
                    false);
        }
    }

    public MleSam {
        NetworkSettings.checked(classes);
    }

    // ---- the figure ----

    @Override
    public <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch) {
        Grid coarse = batch.image().coarser(16);
        Ragged<V> who = batch.frames();
        List<V> levels = encoder().forward(ops, batch.pixels(), batch.image(), who); // [N, H/4 .. H/16, .., d]
        List<V> frames = project(ops, levels, coarse, who.modality()); // F⁰, F¹, F²: [N, H/16 .. H/4, .., C_j]
        @Nullable V quality = settings.quality() ? quality().forward(ops, frames, who.modality()) : null; // [N]
        V belief = quality == null ? who.membership() : ops.mul(who.membership(), quality); // [B, N]
        List<V> weights = router().forward(ops, frames, who.modality(), who.membership(), belief); // [B, N] per level
        List<V> sets = fusion().forward(ops, frames, weights, belief, coarse); // [B, H/16 .. H/4, .., C_j]

        Map<String, Logits<V>> heads = new LinkedHashMap<>();
        heads.put(
                "masks",
                new Logits<>(masks(ops, sets, coarse), coarse.finer(4), batch.image())); // M₁: [B, K, H/4, W/4]
        if (settings.auxiliaryHead()) {
            V second = auxiliary().forward(ops, sets, coarse); // M₂: [B, K, H/4, W/4]
            heads.put("auxiliary", new Logits<>(second, coarse.finer(4), batch.image()));
        }
        List<Logits<V>> all = List.copyOf(heads.values());
        boolean mean = NetworkSettings.choice("output", settings.output(), Output.class) == Output.MEAN;
        Logits<V> fused = Logits.mean(ops, mean ? all : all.subList(0, 1));
        return new Prediction<>(fused, heads, features(frames, coarse), stack(ops, weights), quality);
    }

    /** The decoder's high-resolution projections, frame by frame; the coarsest level goes as it is. */
    private <V> List<V> project(Ops<V> ops, List<V> levels, Grid coarse, V modality) {
        ExpertConv s1 = new ExpertConv(decoders().stream().map(MaskDecoder::s1).toList());
        ExpertConv s0 = new ExpertConv(decoders().stream().map(MaskDecoder::s0).toList());
        return List.of(
                levels.get(2),
                s1.forward(ops, levels.get(1), coarse.finer(2), modality),
                s0.forward(ops, levels.get(0), coarse.finer(4), modality));
    }

    /** F⁰ and F¹ of every frame, for losses that act on them. */
    private static <V> Map<String, Feature<V>> features(List<V> frames, Grid coarse) {
        return Map.of(
                "level0",
                new Feature<>(frames.get(0), coarse),
                "level1",
                new Feature<>(frames.get(1), coarse.finer(2)));
    }

    private <V> V masks(Ops<V> ops, List<V> sets, Grid coarse) {
        Pyramid<V> pyramid = new Pyramid<>(sets.get(0), sets.get(1), sets.get(2));
        MaskDecoder.Prompt<V> nothing = prompt().forward(ops, coarse);
        List<V> masks = decoders().stream()
                .map(decoder -> decoder.forward(ops, pyramid, nothing, coarse).masks())
                .toList();
        return Logits.meanOf(ops, masks);
    }

    /** The router counts levels from the coarsest, as the paper does; what leaves the network, from the finest. */
    private static <V> V stack(Ops<V> ops, List<V> coarsestFirst) {
        List<V> weights = new ArrayList<>();
        coarsestFirst.forEach(w -> weights.add(0, ops.unsqueeze(w, 2)));
        return ops.concat(2, weights); // [B, N, levels]
    }

    // ---- the parts ----

    private Role frozen() {
        return settings.trainEncoder() ? Role.TRAINED : Role.FROZEN;
    }

    private MaskDecoderConfig decoderConfig() {
        return size().decoder(classes);
    }

    private Sam2Size size() {
        return Sam2Size.of(settings.size());
    }

    private Sharing sharing() {
        return NetworkSettings.choice("decoderSharing", settings.decoderSharing(), Sharing.class);
    }

    @Override
    public double padding(Grid image) {
        return size().trunk().padding(image);
    }

    private Routing routing() {
        return NetworkSettings.choice("router", settings.router(), Routing.class);
    }

    private QueryValueLora experts() {
        Rows rows = NetworkSettings.choice("loraRows", settings.loraRows(), Rows.class);
        int ownRank = size() == Sam2Size.NANO ? 8 : 32;
        int rank = settings.loraRank() < 0 ? ownRank : settings.loraRank();
        return new QueryValueLora(settings.modalities().size(), rank, 1, rows, form);
    }

    private ImageEncoder encoder() {
        return new ImageEncoder(ENCODER, size().trunk(), decoderConfig().width(), experts(), frozen());
    }

    private PromptEncoder prompt() {
        return new PromptEncoder(PROMPT, decoderConfig().width());
    }

    private TwoWayTransformer transformer() {
        return decoderConfig().transformer(DECODER + ".transformer");
    }

    /** One decoder, or one per modality; the two-way transformer is always shared. */
    private List<MaskDecoder> decoders() {
        if (sharing() == Sharing.SHARED) {
            return List.of(new MaskDecoder(DECODER, DECODER, transformer(), decoderConfig()));
        }
        return IntStream.range(0, settings.modalities().size())
                .mapToObj(m -> new MaskDecoder(DECODER + ".experts." + m, DECODER, transformer(), decoderConfig()))
                .toList();
    }

    private ModalityRouter router() {
        return new ModalityRouter(ROUTER, channels(), settings.modalities().size(), routing(), topK());
    }

    private PyramidFusion fusion() {
        return new PyramidFusion(
                FUSION, channels(), NetworkSettings.choice("fusion", settings.fusion(), PyramidFusion.Form.class));
    }

    private QualityHead quality() {
        return new QualityHead(QUALITY, channels(), settings.modalities().size());
    }

    private PyramidMlpHead auxiliary() {
        return new PyramidMlpHead("auxiliary_head", channels(), AUXILIARY_WIDTH, classes);
    }

    /** Channels of F⁰, F¹, F². */
    private List<Integer> channels() {
        MaskDecoderConfig decoder = decoderConfig();
        return List.of(decoder.width(), decoder.middle(), decoder.fine());
    }

    @Override
    public List<ParameterSpec> parameters() {
        ParameterList list = new ParameterList();
        list.add(encoder());
        list.in("prompt", frozen()).add(prompt());
        list.in("transformer", frozen()).add(transformer());
        MaskDecoder.declareObjectToken(
                list.in("transformer", frozen()), DECODER, decoderConfig().width());
        decoders().forEach(list.in("decoder", Role.TRAINED)::add);
        list.in("router", Role.TRAINED).add(router());
        list.in("fusion", Role.TRAINED).add(fusion());
        if (settings.quality()) {
            list.in("quality", Role.TRAINED).add(quality());
        }
        if (settings.auxiliaryHead()) {
            list.in("auxiliary", Role.TRAINED).add(auxiliary());
        }
        return list.specs();
    }

    @Override
    public boolean encodesFramesAlone() {
        return true;
    }

    /** With the experts added to the shared weights. */
    @Override
    public MleSam forServing() {
        return new MleSam(settings, classes, Form.MERGED);
    }

    @Override
    public KeyMap startKeys(long seed) {
        return new Sam2Weights(seed);
    }

    @Override
    public int levels() {
        return channels().size();
    }

    @Override
    public int topK() {
        return settings.topK() == 0 ? Math.min(2, settings.modalities().size()) : settings.topK();
    }

    /**
     * With the expert of that modality alone, which serving then adds to the shared weights. It answers as the whole network
     * does for sets of that one modality: their only frame has weight 1 whatever its score, so the router is left as it starts.
     */
    @Override
    public Optional<SingleModality> only(Modality modality) {
        int index = modalities().indexOf(modality);
        if (index < 0) {
            throw new IllegalArgumentException("modality " + modality + " is not one of " + modalities());
        }
        if (sharing() == Sharing.PER_MODALITY) {
            throw new IllegalArgumentException(
                    "a network with a decoder per modality needs all of them, whatever is present;"
                            + " only networks with a shared decoder can be cut down to one modality");
        }
        MleSam alone = settings.only(modality.name()).create(classes);
        return Optional.of(new SingleModality(
                alone, index, key -> key.startsWith(ROUTER) || key.startsWith(QUALITY), key -> key.contains(".lora_")));
    }
}
