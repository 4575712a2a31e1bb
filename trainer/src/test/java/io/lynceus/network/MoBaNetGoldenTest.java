package io.lynceus.network;

import io.lynceus.nn.GoldenFile;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.Sets;
import io.lynceus.nn.onnx.GoldenTaps;
import io.lynceus.nn.onnx.GoldenTaps.Tapped;
import io.lynceus.nn.torch.Parameters;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MoBaNet on DINOv2's ViT-S gives the values of the authors' code, all three heads included. */
class MoBaNetGoldenTest {
    private static final int SIDE = 266;
    private static final Grid PADDED = new Grid(SIDE, SIDE);
    private static final Grid TOKENS = new Grid(19, 19);

    @TempDir
    private Path folder;

    @Test
    void everyTapIsTheAuthors() throws Exception {
        GoldenFile file = GoldenFile.open("mobanet_golden.json");
        MoBaNet network = (MoBaNet) Systems.settings(Map.of("system", "mobanet", "size", "s", "classifierBias", false))
                .create(6);
        try (Parameters parameters = Parameters.create(network.parameters(), 0)) {
            file.fill(parameters, MoBaNetGoldenTest::theirs);
            GoldenTaps.check(file.entry("taps"), parameters, folder, taps(network), PairInputs.of(file, SIDE));
        }
    }

    /** The authors' key of one of ours. */
    static String theirs(String ours) {
        return ours.replaceAll("^backbone", "image_encoder.backbone")
                .replaceAll("^prompts\\.patches", "image_encoder.extra_patch_embed.proj")
                .replaceAll("^prompts\\.stage", "image_encoder.peft_cpia_blocks")
                .replaceAll("down\\.0", "D_fc1")
                .replaceAll("down\\.1", "D_fc2")
                .replaceAll("(cpia_blocks\\.\\d)\\.mix", "$1.P_fc2")
                .replaceAll("(cpia_blocks\\.\\d)\\.up", "$1.U_fc1")
                .replaceAll("scale\\.0", "tfts_gamma_rgb")
                .replaceAll("scale\\.1", "tfts_gamma_dsm")
                .replaceAll("shift\\.0", "tfts_beta_rgb")
                .replaceAll("shift\\.1", "tfts_beta_dsm")
                .replaceAll("^fusion", "image_encoder.peft_dgfm_blocks")
                .replaceAll("reduce\\.0", "rgb_reduce")
                .replaceAll("reduce\\.1", "dsm_reduce")
                .replaceAll("(dgfm_blocks\\.\\d)\\.gate", "$1.gate_net")
                .replaceAll("^norm", "image_encoder.peft_fuse_norms")
                .replaceAll("^projection", "image_encoder.dual_proj_layers")
                .replaceAll("^head\\.0", "aux_head_rgb")
                .replaceAll("^head\\.1", "aux_head_dsm");
    }

    private static Tapped taps(MoBaNet network) {
        return new Tapped() {
            @Override
            public <V> Map<String, V> apply(Ops<V> ops, List<V> in) {
                Map<String, V> taps = new LinkedHashMap<>();
                Ragged<V> frames = new Ragged<>(in.get(1), in.get(2));
                RecordedStages recorded = new RecordedStages(network.prompts());
                List<V> stages = network.encoder(recorded).forward(ops, in.get(0), PADDED, frames);
                Sets<V> sets = Sets.of(ops, 2, frames);
                for (int stage = 0; stage < 4; stage++) {
                    V map = stages.get(stage);
                    for (int m = 0; m < 2; m++) {
                        V prompt = ops.slice(recorded.prompt(stage), 0, 2L * m, 2L * m + 2);
                        taps.put("image_encoder.peft_cpia_blocks." + stage + "[" + m + "]", rows(ops, prompt));
                        V own = network.project(ops, sets.side(ops, map, m, 4), stage);
                        taps.put("image_encoder[" + (m + 1) + "][" + stage + "]", own);
                    }
                    taps.put(
                            "image_encoder.peft_dgfm_blocks." + stage, rows(ops, network.gated(ops, sets, map, stage)));
                    taps.put("image_encoder[0][" + stage + "]", network.fused(ops, sets, map, stage));
                }
                V last = Objects.requireNonNull(taps.get("image_encoder[0][3]"));
                taps.put("decoder.ppm", network.decoder().pooling().forward(ops, last, TOKENS));
                Prediction<V> prediction = network.segment(ops, in.get(0), PADDED, frames);
                taps.put("logits", prediction.fused().resized(ops, PADDED));
                taps.put("training.logits", prediction.fused().resized(ops, PADDED));
                prediction
                        .heads()
                        .forEach((name, head) -> taps.put("training.logits_" + name, head.resized(ops, PADDED)));
                return taps;
            }
        };
    }

    /** [B, 19, 19, C] to [B, 361, C]. */
    private static <V> V rows(Ops<V> ops, V map) {
        return ops.reshape(map, 2, TOKENS.cells(), -1);
    }
}
