package io.lynceus.network;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Sets;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.MmAdapter;
import io.lynceus.nn.adapter.MmLora;
import io.lynceus.nn.block.SqueezeExcitation;
import io.lynceus.nn.sam.MapPyramid;
import io.lynceus.nn.sam.MapPyramid.Norm;
import io.lynceus.nn.sam.SamSize;
import io.lynceus.nn.sam.SamVit;
import io.lynceus.nn.sam.SamWeights;
import io.lynceus.nn.unetformer.UnetFormerDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * MFNet (TGRS 2025): SAM's frozen image encoder sees an image and a surface model; adapters or low-rank updates in every block let
 * the two share what they learn; pyramids of both are fused and decoded.
 *
 * <p>An absent modality costs the encoder nothing: its share goes to the other one in each block, and the fusion takes the other
 * one alone, with twice its weight. Pyramids of both are computed, also of an absent one.
 *
 * @param settings the settings
 * @param classes K
 */
public record MfNet(Settings settings, int classes) implements Network {
    private static final int MODALITIES = 2;
    private static final int LEVELS = 4;
    private static final int RATIO = 4;
    private static final int RANK = 4;

    /** The trained part that is added to the encoder. */
    private enum Tuning {
        ADAPTER,
        LORA
    }

    /**
     * The choices of MFNet.
     *
     * @param size nano, b, l or h
     * @param modalities two: an image, and what complements it
     * @param tuning adapter (MMAdapter) or lora (MMLoRA)
     * @param relPos true to use SAM's relative positions; the published code leaves them out
     * @param trainEncoder true if the encoder learns too, as it must without pretrained weights
     */
    public record Settings(String size, List<String> modalities, String tuning, boolean relPos, boolean trainEncoder)
            implements NetworkSettings {
        /** ViT-L with MMAdapter, on orthophotos and surface models. */
        static final Settings DEFAULTS = new Settings("l", List.of("rgb", "dsm"), "adapter", true, false);

        public Settings {
            modalities = NetworkSettings.two(modalities);
            SamSize.of(size);
            NetworkSettings.choice("tuning", tuning, Tuning.class);
        }

        @Override
        public String system() {
            return "mfnet";
        }

        @Override
        public MfNet create(int classes) {
            return new MfNet(this, classes);
        }
    }

    public MfNet {
        NetworkSettings.checked(classes);
    }

    // ---- the figure ----

    @Override
    public <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch) {
        Grid finest = batch.image().coarser(4);
        Sets<V> sets = Sets.of(ops, MODALITIES, batch.frames());
        V encoded = encoder(tuning())
                .forward(ops, batch.pixels(), batch.image(), batch.frames())
                .get(0); // [N, H/16, .., C]
        V logits = decoder().forward(ops, fuse(ops, sets, pyramids(ops, sets, encoded)), finest);
        Logits<V> fused = new Logits<>(logits, finest, batch.image()); // [B, K, H/4, W/4]
        return new Prediction<>(fused, Map.of(), Map.of(), null, null);
    }

    /** Computes four maps for each modality [B, C, H/4 .. H/32, ..]. */
    <V> List<List<V>> pyramids(Ops<V> ops, Sets<V> sets, V encoded) {
        List<V> sides = sets.sides(ops, encoded, 4); // [B, H/16, W/16, C] for each modality
        return List.of(pyramid(0).forward(ops, sides.get(0)), pyramid(1).forward(ops, sides.get(1)));
    }

    /** Applies DFM: at each level the gated maps of the present modalities, summed; if one is absent, the other counts twice. */
    <V> List<V> fuse(Ops<V> ops, Sets<V> sets, List<List<V>> pyramids) {
        V present = ops.reshape(ops.sum(sets.presence(), true, -1), -1, 1, 1, 1); // [B, 1, 1, 1]
        V factor = ops.div(ops.constant(new float[] {MODALITIES}, 1), present);
        List<V> fused = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            V first = gate(level, 0).forward(ops, pyramids.get(0).get(level));
            V second = gate(level, 1).forward(ops, pyramids.get(1).get(level));
            V sum = ops.add(ops.mul(first, sets.present(ops, 0, 4)), ops.mul(second, sets.present(ops, 1, 4)));
            fused.add(ops.mul(sum, factor)); // [B, C, ..]
        }
        return fused;
    }

    // ---- the parts ----

    private Role frozen() {
        return settings.trainEncoder() ? Role.TRAINED : Role.FROZEN;
    }

    private SamSize size() {
        return SamSize.of(settings.size());
    }

    Adapter tuning() {
        return switch (NetworkSettings.choice("tuning", settings.tuning(), Tuning.class)) {
            case ADAPTER -> new MmAdapter(RATIO);
            case LORA -> new MmLora(RANK);
        };
    }

    SamVit encoder(Adapter adapter) {
        return new SamVit("image_encoder", size(), settings.relPos(), adapter);
    }

    private MapPyramid pyramid(int modality) {
        return new MapPyramid("pyramid." + modality, size().neck(), modality == 0 ? Norm.LAYER : Norm.BATCH);
    }

    private SqueezeExcitation gate(int level, int modality) {
        return new SqueezeExcitation("fusion." + level + "." + modality, size().neck());
    }

    UnetFormerDecoder decoder() {
        return new UnetFormerDecoder("decoder", size().neck(), classes);
    }

    @Override
    public List<ParameterSpec> parameters() {
        ParameterList list = new ParameterList();
        list.in("trunk", frozen()).add(encoder(tuning()));
        ParameterList fusion = list.in("fusion", Role.TRAINED);
        for (int m = 0; m < MODALITIES; m++) {
            fusion.add(pyramid(m));
            for (int level = 0; level < LEVELS; level++) {
                fusion.add(gate(level, m));
            }
        }
        list.in("decoder", Role.TRAINED).add(decoder());
        return list.specs();
    }

    /** Returns no normalisation but division by 255: the published code subtracts no mean. */
    @Override
    public List<Normalisation> normalisations() {
        return Stream.generate(() -> Normalisation.UNIT).limit(MODALITIES).toList();
    }

    @Override
    public KeyMap startKeys(long seed) {
        return SamWeights.keys(settings.relPos());
    }
}
