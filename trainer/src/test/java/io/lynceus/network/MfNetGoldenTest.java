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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MFNet on SAM's ViT-B gives the values of the authors' code. */
class MfNetGoldenTest {
    private static final Grid IMAGE = new Grid(256, 256);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"sam_adpt, adapter", "sam_lora, lora"})
    void everyTapIsTheAuthors(String entry, String tuning) throws Exception {
        GoldenFile file = GoldenFile.open("mfnet_golden.json");
        GoldenFile golden = file.entry(entry);
        MfNet network = (MfNet) Systems.settings(Map.of("system", "mfnet", "size", "b", "tuning", tuning))
                .create(6);
        try (Parameters parameters = Parameters.create(network.parameters(), 0)) {
            golden.fill(parameters, MfNetGoldenTest::theirs);
            GoldenTaps.check(golden.entry("taps"), parameters, folder, taps(network), PairInputs.of(file, 256));
        }
    }

    /** The authors' key of one of ours. */
    static String theirs(String ours) {
        return ours.replaceAll("adapter\\.attention\\.0\\.", "Img_Adapter.")
                .replaceAll("adapter\\.attention\\.1\\.", "DSM_Adapter.")
                .replaceAll("adapter\\.perceptron\\.0\\.", "MLPx_Adapter.")
                .replaceAll("adapter\\.perceptron\\.1\\.", "MLPy_Adapter.")
                .replaceAll("Adapter\\.down", "Adapter.D_fc1")
                .replaceAll("Adapter\\.up", "Adapter.D_fc2")
                .replaceAll("adapter\\.mix\\.0", "wx_Adapter")
                .replaceAll("adapter\\.mix\\.1", "wy_Adapter")
                .replaceAll("lora\\.([AB])\\.0", "lora_$1x")
                .replaceAll("lora\\.([AB])\\.1", "lora_$1y")
                .replaceAll("lora\\.mix\\.0", "lora_wx")
                .replaceAll("lora\\.mix\\.1", "lora_wy")
                .replaceAll("pyramid\\.0\\.s4\\.1", "fpn1x.1.ln")
                .replaceAll("pyramid\\.0\\.s4", "fpn1x")
                .replaceAll("pyramid\\.1\\.s4", "fpn1y")
                .replaceAll("pyramid\\.0\\.s8", "fpn2x")
                .replaceAll("pyramid\\.1\\.s8", "fpn2y")
                .replaceAll("fusion\\.0\\.", "fusion1.")
                .replaceAll("fusion\\.1\\.", "fusion2.")
                .replaceAll("fusion\\.2\\.", "fusion3.")
                .replaceAll("fusion\\.3\\.", "fusion4.")
                .replaceAll("(fusion\\d)\\.0", "$1.se_rgb")
                .replaceAll("(fusion\\d)\\.1", "$1.se_depth");
    }

    private static Tapped taps(MfNet network) {
        return new Tapped() {
            @Override
            public <V> Map<String, V> apply(Ops<V> ops, List<V> in) {
                Map<String, V> taps = new LinkedHashMap<>();
                Ragged<V> frames = new Ragged<>(in.get(1), in.get(2));
                RecordedStages recorded = new RecordedStages(network.tuning());
                V encoded = network.encoder(recorded)
                        .forward(ops, in.get(0), IMAGE, frames)
                        .get(0);
                for (int block : new int[] {0, 2, 11}) {
                    both(ops, taps, "image_encoder.blocks." + block, recorded.block(block));
                }
                both(ops, taps, "image_encoder", ops.permute(encoded, 0, 3, 1, 2));
                Sets<V> sets = Sets.of(ops, 2, frames);
                List<List<V>> pyramids = network.pyramids(ops, sets, encoded);
                taps.put("fpn1x", pyramids.get(0).get(0));
                taps.put("fpn1y", pyramids.get(1).get(0));
                List<V> fused = network.fuse(ops, sets, pyramids);
                for (int level = 0; level < 4; level++) {
                    taps.put("fusion" + (level + 1), fused.get(level));
                }
                Prediction<V> prediction = network.predict(ops, new Batch<>(in.get(0), frames, IMAGE));
                taps.put("logits", prediction.fused().resized(ops, IMAGE));
                return taps;
            }
        };
    }

    private static <V> void both(Ops<V> ops, Map<String, V> taps, String name, V frames) {
        taps.put(name + "[0]", ops.slice(frames, 0, 0, 2));
        taps.put(name + "[1]", ops.slice(frames, 0, 2, 4));
    }
}
