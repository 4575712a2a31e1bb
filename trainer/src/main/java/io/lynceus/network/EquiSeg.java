package io.lynceus.network;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.checkpoint.RenamedKeys;
import io.lynceus.checkpoint.RenamedKeys.Rule;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Sets;
import io.lynceus.nn.block.SegFormerHead;
import io.lynceus.nn.cmtb.Cmtb;
import io.lynceus.nn.mit.Mit;
import io.lynceus.nn.mit.MitSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EQUISeg: a SegFormer of many modalities (arXiv 2509.24505). One Mix Transformer, shared by all modalities, sees every frame;
 * after each of its four stages a cross-modal block ({@link Cmtb}) lets each frame learn from the others of its set. The maps of a
 * set's frames are averaged and a SegFormer head turns the pyramid into logits. Prototype guidance, a loss on the features, keeps
 * the modalities balanced.
 *
 * <p>Nothing is encoded for an absent sensor.
 *
 * @param settings the settings
 * @param classes K
 */
public record EquiSeg(Settings settings, int classes) implements Network {
    private static final String BACKBONE = "backbone";

    /** How often frames exchange. */
    private enum Exchange {
        /** Once after each stage, as in the paper's figure. */
        STAGE,
        /** After every block: closest to the published number of parameters. */
        BLOCK
    }

    /**
     * The choices of EQUISeg.
     *
     * @param size nano, b0, b1 or b2
     * @param modalities in the order of their indices
     * @param headWidth of the SegFormer head; 0 for 256 on b0, 512 on b1 and b2, 64 on nano
     * @param exchange stage or block: how often frames exchange
     */
    public record Settings(String size, List<String> modalities, int headWidth, String exchange)
            implements NetworkSettings {
        /** B2 on four modalities. */
        static final Settings DEFAULTS = new Settings("b2", List.of("rgb", "depth", "event", "lidar"), 0, "stage");

        public Settings {
            modalities = NetworkSettings.checked(modalities);
            MitSize.of(size);
            NetworkSettings.choice("exchange", exchange, Exchange.class);
            if (headWidth < 0) {
                throw new IllegalArgumentException("headWidth is " + headWidth + ", allowed is 0 or more");
            }
        }

        @Override
        public String system() {
            return "equiseg";
        }

        @Override
        public EquiSeg create(int classes) {
            return new EquiSeg(this, classes);
        }
    }

    public EquiSeg {
        NetworkSettings.checked(classes);
    }

    // ---- the figure ----

    @Override
    public <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch) {
        List<Grid> grids = backbone().grids(batch.image()); // H/4 .. H/32
        List<V> stages = backbone().forward(ops, batch.pixels(), batch.image(), batch.frames()); // f: [N, h, w, C] each
        Sets<V> sets = Sets.of(ops, settings.modalities().size(), batch.frames());
        List<V> fused = stages.stream().map(f -> mean(ops, f, sets)).toList(); // [B, h, w, C] each
        V logits = head().forward(ops, fused, grids); // [B, K, H/4, W/4]
        return new Prediction<>(
                new Logits<>(logits, grids.get(0), batch.image()), Map.of(), features(stages, grids), null, null);
    }

    /** Computes the mean over the frames that a set has: [N, h, w, C] to [B, h, w, C]. */
    private <V> V mean(Ops<V> ops, V stage, Sets<V> sets) {
        V sum = sets.sides(ops, stage, 4).stream()
                .reduce((a, b) -> ops.add(a, b))
                .orElseThrow();
        V count = ops.reshape(ops.sum(sets.presence(), true, -1), -1, 1, 1, 1); // [B, 1, 1, 1]
        return ops.div(sum, count);
    }

    /** Returns the features for prototype guidance. */
    private static <V> Map<String, Prediction.Feature<V>> features(List<V> stages, List<Grid> grids) {
        Map<String, Prediction.Feature<V>> features = new LinkedHashMap<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            features.put("stage" + (stage + 1), new Prediction.Feature<>(stages.get(stage), grids.get(stage)));
        }
        return features;
    }

    // ---- the parts ----

    private MitSize size() {
        return MitSize.of(settings.size());
    }

    private Mit backbone() {
        boolean everyBlock = NetworkSettings.choice("exchange", settings.exchange(), Exchange.class) == Exchange.BLOCK;
        return new Mit(BACKBONE, size(), new Cmtb(settings.modalities().size(), size(), everyBlock));
    }

    private SegFormerHead head() {
        int own =
                switch (size()) {
                    case NANO -> 64;
                    case B0 -> 256;
                    case B1, B2 -> 512;
                };
        int width = settings.headWidth() == 0 ? own : settings.headWidth();
        return new SegFormerHead("head", size().channels(), width, classes);
    }

    @Override
    public List<ParameterSpec> parameters() {
        ParameterList list = new ParameterList();
        list.in("backbone", Role.TRAINED).add(backbone());
        list.in("head", Role.TRAINED).add(head());
        return list.specs();
    }

    /**
     * Returns the key map for the official files of the Mix Transformer, {@code mit_b0.pth} to {@code mit_b2.pth}, whose classifier
     * is left out.
     */
    @Override
    public KeyMap startKeys(long seed) {
        List<Rule> rules = new ArrayList<>();
        rules.add(Rule.of("((patch_embed|block|norm)\\d\\..*)", BACKBONE + ".$1"));
        rules.add(Rule.drop("head\\.(weight|bias)"));
        return new RenamedKeys(rules);
    }
}
