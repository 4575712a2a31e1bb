package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.GoldenFile;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.balance.DeformableFusion;
import io.lynceus.nn.balance.Mapa;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.Taps;
import io.lynceus.nn.swin.Swin;
import io.lynceus.nn.swin.SwinConfig;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

/** The check figures of Keep the Balance: a small Swin, two modalities, 9 classes. */
class KeepTheBalanceGoldenTest {
    private static final Grid IMAGE = new Grid(96, 128);
    private static final SwinConfig SMALL = new SwinConfig(64, List.of(2, 2, 2, 2), 2, 12);
    private static final List<String> NAMES = List.of("rgb", "dte");

    private static String theirs(String key) {
        return key.replaceAll("patch_embed\\.extra_(projection|norm)", "extra_patch_embed.$1")
                .replaceAll("stages\\.(\\d)\\.extra_norm", "extra_norm$1")
                .replaceAll("stages\\.(\\d)\\.prompt\\.", "MPGBlocks.$1.")
                .replace(".down.0", ".D_fc1")
                .replace(".down.1", ".D_fc2")
                .replace(".mix.", ".P_fc2.")
                .replaceAll("(MPGBlocks\\.\\d\\.)up", "$1U_fc1")
                .replaceAll("scale\\.0$", "tfts_gamma_rgb")
                .replaceAll("scale\\.1$", "tfts_gamma_dte")
                .replaceAll("shift\\.0$", "tfts_beta_rgb")
                .replaceAll("shift\\.1$", "tfts_beta_dte")
                .replace("adapter.0.", "MLP_RGB_Adapter.")
                .replace("adapter.1.", "MLP_DTE_Adapter.")
                .replace("Adapter.down", "Adapter.D_fc1")
                .replace("Adapter.up", "Adapter.D_fc2");
    }

    @Test
    void everyTapIsTheFilesByLibtorchAndThroughTheGraph() throws IOException {
        GoldenFile file = GoldenFile.open("ktb_golden.json");
        KeepTheBalance network = network(file);
        try (Parameters parameters = Parameters.create(network.parameters(), 0);
                PointerScope scope = new PointerScope()) {
            file.fill(parameters, KeepTheBalanceGoldenTest::theirs);
            float[] x = Tensors.floats(file.input("x"));
            float[] y = Tensors.floats(file.input("y"));
            float[] pixels = new float[2 * x.length];
            System.arraycopy(x, 0, pixels, 0, x.length);
            System.arraycopy(y, 0, pixels, x.length, y.length);
            Taps.check(
                    file.entry("taps"),
                    new Inside(network),
                    parameters,
                    new Input(pixels, 4, 3, IMAGE.height(), IMAGE.width()),
                    new Input(new long[] {0, 0, 1, 1}, 4),
                    new Input(new float[] {1, 0, 1, 0, 0, 1, 0, 1}, 2, 4));
        }
    }

    private static KeepTheBalance network(GoldenFile file) {
        KeepTheBalance.Settings settings = new KeepTheBalance.Settings("tiny", List.of("rgb", "event"), 512, false);
        return new KeepTheBalance(
                settings, SMALL, file.entry("args").entry("classes").json().asInt());
    }

    @Test
    void trainableParametersAreThePublishedNumber() throws IOException {
        long trained =
                Systems.settings(Map.of("system", "keep-the-balance", "size", "base")).create(40).parameters().stream()
                        .filter(spec -> spec.role() == Role.TRAINED)
                        .mapToLong(ParameterSpec::elements)
                        .sum();
        assertThat(trained).isEqualTo(7_545_886);
    }

    private record Inside(KeepTheBalance network) implements Taps {
        @Override
        public <V> Map<String, V> apply(Ops<V> ops, List<V> in) {
            Ragged<V> frames = new Ragged<>(in.get(1), in.get(2));
            Map<String, V> taps = new LinkedHashMap<>();
            Swin swin = new Swin("backbone", SMALL, 0, new Listening(new Mapa(Role.FROZEN), taps));
            List<V> maps = swin.forward(ops, in.get(0), IMAGE, frames);
            for (int stage = 0; stage < maps.size(); stage++) {
                fusion(ops, taps, stage, maps.get(stage), swin);
            }
            Prediction<V> prediction = network.predict(ops, new Batch<>(in.get(0), frames, IMAGE));
            taps.put("logits", prediction.fused().resized(ops, IMAGE));
            List<Logits<V>> heads = List.copyOf(prediction.heads().values());
            taps.put("logits_rgb", heads.get(0).resized(ops, IMAGE));
            taps.put("logits_dte", heads.get(1).resized(ops, IMAGE));
            return taps;
        }

        private static <V> void fusion(Ops<V> ops, Map<String, V> taps, int stage, V map, Swin swin) {
            String name = "backbone.DeformMPGBlocks." + stage;
            int channels = swin.channels().get(stage);
            DeformableFusion fusion = new DeformableFusion(name, channels, stage);
            Grid grid = swin.grids(IMAGE).get(stage);
            V first = ops.slice(map, 0, 0, 2);
            V second = ops.slice(map, 0, 2, 4);
            taps.put(name + ".deform_atten", fusion.attended(ops, first, second, grid));
            taps.put(name, ops.reshape(fusion.forward(ops, first, second, grid), 2, -1, channels));
        }
    }

    /** Notes the prompts that a stage's input gets, and a stage's output. */
    private record Listening(Mapa mapa, Map<String, ?> taps) implements Adapter {
        @Override
        public void declare(ParameterList parameters, Place place) {
            mapa.declare(parameters, place);
        }

        @Override
        @SuppressWarnings("unchecked") // the map is of the interpreter's values
        public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
            Hooks<V> own = mapa.on(ops, frames);
            Map<String, V> values = (Map<String, V>) taps;
            return new Hooks<>() {
                private void put(String name, V tokens, int modality, Place stage) {
                    V side = ops.slice(tokens, 0, 2L * modality, 2L * modality + 2);
                    values.put(name, ops.reshape(side, 2, -1, stage.out()));
                }

                @Override
                public V patches(Ops<V> same, Place place, Conv shared, V pixels) {
                    return own.patches(ops, place, shared, pixels);
                }

                @Override
                public V normalise(Ops<V> same, Place place, LayerNorm shared, V tokens) {
                    return own.normalise(ops, place, shared, tokens);
                }

                @Override
                public V enter(Ops<V> same, Place stage, V tokens) {
                    V out = own.enter(ops, stage, tokens);
                    V prompts = ops.sub(out, tokens);
                    for (int m = 0; m < 2; m++) {
                        put("backbone.MPGBlocks." + stage.stage() + "[" + m + "]", prompts, m, stage);
                    }
                    return out;
                }

                @Override
                public V perceived(Ops<V> same, Place block, V x, V normed, V y, int tokens) {
                    return own.perceived(ops, block, x, normed, y, tokens);
                }

                @Override
                public V leave(Ops<V> same, Place stage, V tokens) {
                    for (int m = 0; m < 2; m++) {
                        put("backbone.stages." + stage.stage() + ".out." + NAMES.get(m), tokens, m, stage);
                    }
                    return tokens;
                }
            };
        }
    }
}
