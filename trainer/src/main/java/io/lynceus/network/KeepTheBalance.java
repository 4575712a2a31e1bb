package io.lynceus.network;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.checkpoint.SwinWeights;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Sets;
import io.lynceus.nn.balance.DeformableFusion;
import io.lynceus.nn.balance.Mapa;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.SegFormerHead;
import io.lynceus.nn.swin.Swin;
import io.lynceus.nn.swin.SwinConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keep the Balance (CVPR 2025): a frozen Swin Transformer sees two modalities, which exchange prompts before each stage and have
 * adapters of their own in each block ({@link Mapa}). After each stage their maps are fused at sampled points ({@link
 * DeformableFusion}). Three SegFormer heads read the fused pyramid and each modality's own; the latter two learn from pixels that
 * the fused one has right (self-teaching), while some samples of a batch lose one modality.
 *
 * <p>Only present frames are encoded. The mask of a set that lacks a modality comes from the other one's head; fusion and all heads
 * are computed for every set.
 *
 * @param settings the settings
 * @param swin sizes of the backbone
 * @param classes K
 */
public record KeepTheBalance(Settings settings, SwinConfig swin, int classes) implements Network {
    private static final String BACKBONE = "backbone";
    private static final double DROP_PATH = 0.3;
    private static final double EPSILON = 1e-5;
    private static final List<String> OWN_HEADS = List.of("decode_head_rgb", "decode_head_dte");

    /**
     * The choices of Keep the Balance.
     *
     * @param size nano, tiny, small, base or large
     * @param modalities two, in the order of their indices; the first goes through the backbone's own patches
     * @param headWidth of the fused head, twice that of the others; 0 for 512, or 64 on nano
     * @param trainEncoder true if the backbone learns, as it must for sizes without pretrained weights
     */
    public record Settings(String size, List<String> modalities, int headWidth, boolean trainEncoder)
            implements NetworkSettings {
        /** Swin-B on RGB and depth. */
        static final Settings DEFAULTS = new Settings("base", List.of("rgb", "depth"), 0, false);

        public Settings {
            modalities = NetworkSettings.checked(modalities);
            SwinConfig.of(size);
            if (modalities.size() != 2) {
                throw new IllegalArgumentException("modalities is " + modalities + ", keep-the-balance takes two");
            }
            if (headWidth < 0 || headWidth % 2 != 0) {
                throw new IllegalArgumentException("headWidth is " + headWidth + ", allowed is an even number or 0");
            }
        }

        @Override
        public String system() {
            return "keep-the-balance";
        }

        @Override
        public KeepTheBalance create(int classes) {
            return new KeepTheBalance(this, SwinConfig.of(size), classes);
        }
    }

    public KeepTheBalance {
        NetworkSettings.checked(classes);
    }

    // ---- the figure ----

    @Override
    public <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch) {
        List<Grid> grids = backbone().grids(batch.image()); // H/4 .. H/32
        List<V> stages = backbone().forward(ops, batch.pixels(), batch.image(), batch.frames()); // [N, h, w, C] each
        Sets<V> sets = Sets.of(ops, settings.modalities().size(), batch.frames());
        List<V> first = stages.stream().map(map -> sets.side(ops, map, 0, 4)).toList(); // [B, h, w, C] each
        List<V> second = stages.stream().map(map -> sets.side(ops, map, 1, 4)).toList();
        List<V> fused = new ArrayList<>(); // [B, h, w, C] each
        for (int stage = 0; stage < stages.size(); stage++) {
            V map = fusion(stage).forward(ops, first.get(stage), second.get(stage), grids.get(stage));
            fused.add(fusionNorm(stage).forward(ops, map));
        }
        V both = fusedHead().forward(ops, fused, grids); // [B, K, H/4, W/4]
        List<V> own = List.of(
                ownHead(0).forward(ops, first, grids), ownHead(1).forward(ops, second, grids)); // [B, K, H/4, W/4]
        return prediction(served(ops, both, own, sets), own, new Logits<>(both, grids.get(0), batch.image()));
    }

    /** Picks the fused logits if a set has both modalities, else the logits of its only one. */
    private static <V> V served(Ops<V> ops, V both, List<V> own, Sets<V> sets) {
        V first = sets.present(ops, 0, 4); // [B, 1, 1, 1]
        V second = sets.present(ops, 1, 4);
        V complete = ops.mul(first, second);
        V alone =
                ops.add(ops.mul(own.get(0), ops.sub(first, complete)), ops.mul(own.get(1), ops.sub(second, complete)));
        return ops.add(ops.mul(both, complete), alone);
    }

    /** Makes the prediction, with each head under its modality's name. */
    private <V> Prediction<V> prediction(V served, List<V> own, Logits<V> like) {
        Map<String, Logits<V>> heads = new LinkedHashMap<>();
        for (int m = 0; m < own.size(); m++) {
            heads.put(settings.modalities().get(m), new Logits<>(own.get(m), like.grid(), like.extent()));
        }
        return new Prediction<>(new Logits<>(served, like.grid(), like.extent()), heads, Map.of(), null, null);
    }

    // ---- the parts ----

    private Role frozen() {
        return settings.trainEncoder() ? Role.TRAINED : Role.FROZEN;
    }

    private Swin backbone() {
        return new Swin(BACKBONE, swin, DROP_PATH, new Mapa(frozen()));
    }

    private DeformableFusion fusion(int stage) {
        return new DeformableFusion(
                BACKBONE + ".DeformMPGBlocks." + stage, swin.channels().get(stage), stage);
    }

    private LayerNorm fusionNorm(int stage) {
        return new LayerNorm(BACKBONE + ".fuse_norm" + stage, swin.channels().get(stage), EPSILON);
    }

    private int headWidth() {
        int own = settings.size().equals("nano") ? 64 : 512;
        return settings.headWidth() == 0 ? own : settings.headWidth();
    }

    private SegFormerHead fusedHead() {
        return new SegFormerHead("decode_head", swin.channels(), headWidth(), classes);
    }

    private SegFormerHead ownHead(int modality) {
        return new SegFormerHead(OWN_HEADS.get(modality), swin.channels(), headWidth() / 2, classes);
    }

    @Override
    public List<ParameterSpec> parameters() {
        ParameterList list = new ParameterList();
        list.in("backbone", frozen()).add(backbone());
        for (int stage = 0; stage < swin.channels().size(); stage++) {
            list.in("fusion", Role.TRAINED).add(fusion(stage));
            list.in("backbone", frozen()).add(fusionNorm(stage)); // the authors do not train it
        }
        list.in("heads", Role.TRAINED).add(fusedHead());
        list.in("heads", Role.TRAINED).add(ownHead(0));
        list.in("heads", Role.TRAINED).add(ownHead(1));
        return list.specs();
    }

    /**
     * Returns the key map for official files of the Swin Transformer, by mmsegmentation's and timm's names, and files of the
     * authors of this system.
     */
    @Override
    public KeyMap startKeys(long seed) {
        return new SwinWeights(BACKBONE);
    }
}
