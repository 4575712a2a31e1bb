package io.lynceus.network;

import io.lynceus.network.MleSamConfig.Output;
import io.lynceus.network.MleSamConfig.Sharing;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.block.ExpertConv;
import io.lynceus.nn.block.PyramidMlpHead;
import io.lynceus.nn.router.ModalityRouter;
import io.lynceus.nn.sam2.ImageEncoder;
import io.lynceus.nn.sam2.MaskDecoder;
import io.lynceus.nn.sam2.MaskDecoder.Pyramid;
import io.lynceus.nn.sam2.MaskDecoderConfig;
import io.lynceus.nn.sam2.PromptEncoder;
import io.lynceus.nn.sam2.TwoWayTransformer;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * MLE-SAM: SAM 2 with a mixture of low-rank experts (arXiv 2412.04220). One frozen encoder sees every frame through the expert
 * of its modality; the pyramids of a set's frames are averaged and, weighted by a router, summed; a mask decoder and a small
 * head each turn the sum into logits.
 *
 * <p>Frames are encoded one by one, whatever set they belong to; an absent sensor is simply not there.
 */
public record MleSam(MleSamConfig config) implements Network {
    private static final String ENCODER = "image_encoder.";
    private static final String PROMPT = "sam_prompt_encoder";
    private static final String DECODER = "sam_mask_decoder";
    static final String ROUTER = "router";
    private static final int AUXILIARY_WIDTH = 32;

    // ---- the figure ----

    @Override
    public <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch) {
        Grid image = new Grid(batch.height(), batch.width());
        Grid coarse = image.coarser(16);

        List<V> levels = encoder().forward(ops, batch.frames(), image, batch.modality()); // [N, H/4 .. H/16, .., d]
        List<V> frames = project(ops, levels, coarse, batch.modality()); // F⁰, F¹, F²: [N, H/16 .. H/4, .., C_j]
        List<V> weights = router().forward(ops, frames, batch.modality(), batch.membership()); // [B, N] per level
        List<V> sets = fuse(ops, frames, weights, coarse, batch.membership()); // [B, H/16 .. H/4, .., C_j]

        List<V> paths = new ArrayList<>();
        paths.add(masks(ops, sets, coarse)); // M₁: [B, K, H/4, W/4]
        if (config.head().auxiliary()) {
            paths.add(auxiliary().forward(ops, sets, coarse)); // M₂: [B, K, H/4, W/4]
        }
        List<V> served = config.head().output() == Output.MEAN ? paths : paths.subList(0, 1);
        return new Prediction<>(paths, Prediction.mean(ops, served), stack(ops, weights));
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

    /**
     * F = mean over the present + routed sum (equations 7 and 10), both linear in the frames: one product with [B, N] weights.
     */
    private <V> List<V> fuse(Ops<V> ops, List<V> frames, List<V> weights, Grid coarse, V membership) {
        V mean = ops.div(membership, ops.sum(membership, true, -1)); // [B, N]
        List<V> sets = new ArrayList<>();
        for (int level = 0; level < frames.size(); level++) {
            Grid grid = coarse.finer(1 << level);
            int channels = channels().get(level);
            V flat = ops.reshape(frames.get(level), -1, (long) grid.cells() * channels); // [N, h·w·C]
            V fused = ops.matmul(ops.add(mean, weights.get(level)), flat); // [B, h·w·C]
            sets.add(ops.reshape(fused, -1, grid.height(), grid.width(), channels));
        }
        return sets;
    }

    private <V> V masks(Ops<V> ops, List<V> sets, Grid coarse) {
        Pyramid<V> pyramid = new Pyramid<>(sets.get(0), sets.get(1), sets.get(2));
        MaskDecoder.Prompt<V> nothing = prompt().forward(ops, coarse);
        List<V> masks = decoders().stream()
                .map(decoder -> decoder.forward(ops, pyramid, nothing, coarse).masks())
                .toList();
        return Prediction.mean(ops, masks);
    }

    private static <V> V stack(Ops<V> ops, List<V> weights) {
        return ops.concat(2, weights.stream().map(w -> ops.unsqueeze(w, 2)).toList()); // [B, N, levels]
    }

    // ---- the parts ----

    private Role frozen() {
        return config.trainEncoder() ? Role.TRAINED : Role.FROZEN;
    }

    private MaskDecoderConfig decoderConfig() {
        return config.size().decoder(config.classes());
    }

    private ImageEncoder encoder() {
        return new ImageEncoder(ENCODER, config.size().trunk(), decoderConfig().width(), config.lora(), frozen());
    }

    private PromptEncoder prompt() {
        return new PromptEncoder(PROMPT, decoderConfig().width());
    }

    private TwoWayTransformer transformer() {
        return decoderConfig().transformer(DECODER + ".transformer");
    }

    /** One decoder, or one per modality; the two-way transformer is always shared. */
    private List<MaskDecoder> decoders() {
        if (config.head().sharing() == Sharing.SHARED) {
            return List.of(new MaskDecoder(DECODER, DECODER, transformer(), decoderConfig()));
        }
        return IntStream.range(0, config.modalities().size())
                .mapToObj(m -> new MaskDecoder(DECODER + ".experts." + m, DECODER, transformer(), decoderConfig()))
                .toList();
    }

    private ModalityRouter router() {
        return new ModalityRouter(ROUTER, channels(), config.modalities().size(), config.routing(), config.topK());
    }

    private PyramidMlpHead auxiliary() {
        return new PyramidMlpHead("auxiliary_head", channels(), AUXILIARY_WIDTH, config.classes());
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
        if (config.head().auxiliary()) {
            list.in("auxiliary", Role.TRAINED).add(auxiliary());
        }
        return list.specs();
    }

    /** With the experts added to the shared weights. */
    @Override
    public MleSam forServing() {
        return new MleSam(config.withExperts(LoraOptions.Form.MERGED));
    }

    @Override
    public String system() {
        return "mle-sam";
    }

    @Override
    public List<Modality> modalities() {
        return config.modalities();
    }

    @Override
    public int classes() {
        return config.classes();
    }

    @Override
    public int stride() {
        return 4;
    }

    @Override
    public int levels() {
        return channels().size();
    }
}
