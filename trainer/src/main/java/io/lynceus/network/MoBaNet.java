package io.lynceus.network;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.Sets;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.CrossModalPrompts;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.ConvHead;
import io.lynceus.nn.block.DifferenceGate;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.UperNetHead;
import io.lynceus.nn.dino.DinoSize;
import io.lynceus.nn.dino.DinoVit;
import io.lynceus.nn.dino.DinoWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MoBaNet (arXiv 2603.17705): DINOv2, frozen, sees an image and a surface model; prompts made of both enter before each stage;
 * gates fuse the stages' maps, which UPerNet decodes. In training, a head on each modality's first map learns where the fused
 * prediction is wrong.
 *
 * <p>An absent modality costs the encoder nothing: its tokens count as zeros in the prompts, and the gates let the other one
 * through.
 *
 * @param settings the settings
 * @param classes K
 * @param auxiliary true to compute the modalities' own heads; their parameters belong to the network in any case
 */
public record MoBaNet(Settings settings, int classes, boolean auxiliary) implements Network {
    private static final int MODALITIES = 2;
    private static final int STAGES = 4;
    private static final int PROMPT_RATIO = 4;
    private static final double EPSILON = 1e-5;

    /**
     * The choices of MoBaNet.
     *
     * @param size nano, s, b or l
     * @param modalities two: an image, and what complements it
     * @param classifierBias whether the three classifications have biases: the method card counts them, the published code has
     *     none
     * @param trainEncoder true if the encoder learns too, as it must without pretrained weights
     */
    public record Settings(String size, List<String> modalities, boolean classifierBias, boolean trainEncoder)
            implements NetworkSettings {
        /** ViT-L on orthophotos and surface models. */
        static final Settings DEFAULTS = new Settings("l", List.of("rgb", "dsm"), true, false);

        public Settings {
            modalities = NetworkSettings.two(modalities);
            DinoSize.of(size);
        }

        @Override
        public String system() {
            return "mobanet";
        }

        @Override
        public MoBaNet create(int classes) {
            return new MoBaNet(this, classes, true);
        }
    }

    public MoBaNet {
        NetworkSettings.checked(classes);
    }

    // ---- the figure ----

    @Override
    public <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch) {
        Grid padded = batch.image().padded(DinoVit.PATCH); // 256 x 256 becomes 266 x 266
        return segment(ops, pad(ops, batch.pixels(), batch.image(), padded), padded, batch.frames());
    }

    /** Predicts for frames [N, 3, H, W] whose sides are whole patches. */
    <V> Prediction<V> segment(Ops<V> ops, V pixels, Grid padded, Ragged<V> frames) {
        Sets<V> sets = Sets.of(ops, MODALITIES, frames);
        DinoVit encoder = encoder(prompts());
        List<V> stages = encoder.forward(ops, pixels, padded, frames); // four of [N, H/14, W/14, C]
        Grid grid = encoder.grids(padded).get(0);

        List<V> fused = new ArrayList<>();
        for (int stage = 0; stage < STAGES; stage++) {
            fused.add(fused(ops, sets, stages.get(stage), stage)); // [B, P, h, w]
        }
        V logits = decoder().forward(ops, fused, encoder.grids(padded)); // [B, K, h, w]

        Map<String, Logits<V>> heads = new LinkedHashMap<>();
        for (int m = 0; auxiliary && m < MODALITIES; m++) {
            V own = project(ops, sets.side(ops, stages.get(0), m, 4), 0); // [B, P, h, w]
            // Scores of an absent modality are 0, so that no loss teaches its head anything.
            V scores = ops.mul(head(m).forward(ops, own), sets.present(ops, m, 4));
            heads.put(settings.modalities().get(m), new Logits<>(scores, grid, padded));
        }
        return new Prediction<>(new Logits<>(logits, grid, padded), heads, Map.of(), null, null);
    }

    /** Fuses a stage of both modalities for the decoder: [N, h, w, C] to [B, P, h, w]. */
    <V> V fused(Ops<V> ops, Sets<V> sets, V frames, int stage) {
        return project(ops, norm(stage).forward(ops, gated(ops, sets, frames, stage)), stage);
    }

    /** Adds zeros on the right and below, up to whole patches. */
    private static <V> V pad(Ops<V> ops, V pixels, Grid image, Grid padded) {
        V rows = ops.padEnd(pixels, 2, padded.height() - image.height());
        return ops.padEnd(rows, 3, padded.width() - image.width());
    }

    /** Applies DGFM, which fuses both modalities' maps of a stage: [N, h, w, C] to [B, h, w, C]. */
    <V> V gated(Ops<V> ops, Sets<V> sets, V frames, int stage) {
        V x = ops.permute(sets.side(ops, frames, 0, 4), 0, 3, 1, 2); // [B, C, h, w]
        V y = ops.permute(sets.side(ops, frames, 1, 4), 0, 3, 1, 2);
        V z = gate(stage).forward(ops, x, y, sets.present(ops, 0, 4), sets.present(ops, 1, 4));
        return ops.permute(z, 0, 2, 3, 1);
    }

    /** Projects to the decoder's channels: [B, h, w, C] to [B, P, h, w]. */
    <V> V project(Ops<V> ops, V tokens, int stage) {
        return projection(stage).forward(ops, ops.permute(tokens, 0, 3, 1, 2));
    }

    // ---- the parts ----

    private Role frozen() {
        return settings.trainEncoder() ? Role.TRAINED : Role.FROZEN;
    }

    private DinoSize size() {
        return DinoSize.of(settings.size());
    }

    CrossModalPrompts prompts() {
        return new CrossModalPrompts("prompts", PROMPT_RATIO, DinoVit.PATCH);
    }

    DinoVit encoder(Adapter adapter) {
        return new DinoVit("backbone", size(), adapter);
    }

    private DifferenceGate gate(int stage) {
        return new DifferenceGate("fusion." + stage, size().width());
    }

    private LayerNorm norm(int stage) {
        return new LayerNorm("norm." + stage, size().width(), EPSILON);
    }

    private Conv projection(int stage) {
        return new Conv("projection." + stage, size().width(), width(), 1, Convolution.POINTWISE, false);
    }

    /** Returns the decoder's input channels P. */
    private int width() {
        return size() == DinoSize.NANO ? 64 : 256;
    }

    UperNetHead decoder() {
        return new UperNetHead("decoder", width(), STAGES, classes, settings.classifierBias());
    }

    private ConvHead head(int modality) {
        return new ConvHead("head." + modality, width(), classes, settings.classifierBias());
    }

    @Override
    public List<ParameterSpec> parameters() {
        ParameterList list = new ParameterList();
        list.in("trunk", frozen()).add(encoder(prompts()));
        for (int stage = 0; stage < STAGES; stage++) {
            ParameterList fusion = list.in("fusion", Role.TRAINED);
            fusion.add(gate(stage));
            fusion.add(norm(stage));
            list.in("projection", Role.TRAINED).add(projection(stage));
        }
        list.in("decoder", Role.TRAINED).add(decoder());
        for (int m = 0; m < MODALITIES; m++) {
            list.in("heads", Role.TRAINED).add(head(m));
        }
        return list.specs();
    }

    /** Returns ImageNet's normalisation for the image, and 0..1 for the other modality. */
    @Override
    public List<Normalisation> normalisations() {
        return List.of(Normalisation.IMAGE_NET, Normalisation.UNIT);
    }

    /** Returns the network without the modalities' own heads. */
    @Override
    public MoBaNet forServing() {
        return new MoBaNet(settings, classes, false);
    }

    @Override
    public KeyMap startKeys(long seed) {
        return DinoWeights.keys("backbone", prompts().patchKey());
    }
}
