package io.lynceus.network;

import io.lynceus.nn.GoldenFile;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.cmtb.Cmtb;
import io.lynceus.nn.mit.Mit;
import io.lynceus.nn.mit.MitSize;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.Taps;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check figures of EQUISeg: B0, four modalities, 25 classes; every subset that the file has. */
class EquiSegGoldenTest {
    private static final Pattern CMTB = Pattern.compile("backbone\\.block(\\d)\\.((hub|mixer|cross)\\..*)");

    /** Stage s of ours is the file's cmtb.(s - 1). */
    private static String theirs(String key) {
        return CMTB.matcher(key).replaceAll(EquiSegGoldenTest::theirs);
    }

    private static String theirs(MatchResult match) {
        return "cmtb." + (Integer.parseInt(match.group(1)) - 1) + "." + match.group(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "modalities 1,2,3", "modalities 0,2", "modalities 3"})
    void everyTapIsTheFilesByLibtorchAndThroughTheGraph(String subset) throws IOException {
        GoldenFile file = GoldenFile.open("equiseg_golden.json");
        GoldenFile taps = file.entry("taps").entry(subset);
        Network network = Systems.settings(Map.of("system", "equiseg", "size", "b0"))
                .create(file.entry("args").entry("classes").json().asInt());
        int[] present = subset.equals("all")
                ? new int[] {0, 1, 2, 3}
                : Arrays.stream(subset.replaceAll("[^0-9]+", " ").trim().split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        try (Parameters parameters = Parameters.create(network.parameters(), 0);
                PointerScope scope = new PointerScope()) {
            file.fill(parameters, EquiSegGoldenTest::theirs);
            Taps.check(taps, new Inside(network, present, taps.json().size() > 1), parameters, inputs(file, present));
        }
    }

    /** Both sets' frames of one modality, then both of the next. */
    private static Input[] inputs(GoldenFile file, int... present) {
        int frames = 2 * present.length;
        int pixels = 2 * 3 * 128 * 128;
        float[] values = new float[present.length * pixels];
        long[] modality = new long[frames];
        float[] membership = new float[2 * frames];
        for (int k = 0; k < present.length; k++) {
            float[] own = Tensors.floats(file.input(Integer.toString(present[k])));
            System.arraycopy(own, 0, values, k * pixels, pixels);
            for (int set = 0; set < 2; set++) {
                modality[2 * k + set] = present[k];
                membership[set * frames + 2 * k + set] = 1;
            }
        }
        return new Input[] {
            new Input(values, frames, 3, 128, 128), new Input(modality, frames), new Input(membership, 2, frames)
        };
    }

    private record Inside(Network network, int[] present, boolean stages) implements Taps {
        @Override
        public <V> Map<String, V> apply(Ops<V> ops, List<V> in) {
            Grid image = new Grid(128, 128);
            Ragged<V> frames = new Ragged<>(in.get(1), in.get(2));
            Map<String, V> taps = new LinkedHashMap<>();
            if (stages) {
                Mit backbone =
                        new Mit("backbone", MitSize.B0, new Listening(new Cmtb(4, MitSize.B0, false), this, taps));
                backbone.forward(ops, in.get(0), image, frames);
            }
            Batch<V> batch = new Batch<>(in.get(0), frames, image);
            taps.put("logits", network.predict(ops, batch).fused().resized(ops, image));
            return taps;
        }

        private <V> void put(Map<String, V> taps, Ops<V> ops, Place stage, String kind, V tokens) {
            for (int k = 0; k < present.length; k++) {
                V own = ops.slice(tokens, 0, 2L * k, 2L * k + 2); // [2, h, w, C]
                String name = "stage" + (stage.stage() + 1) + "." + kind + "." + present[k];
                taps.put(name, ops.permute(own, 0, 3, 1, 2));
            }
        }
    }

    /** Notes what goes into the exchange and what comes out. */
    private record Listening(Cmtb cmtb, Inside inside, Map<String, ?> taps) implements Adapter {
        @Override
        public void declare(ParameterList parameters, Place place) {
            cmtb.declare(parameters, place);
        }

        @Override
        @SuppressWarnings("unchecked") // the map is of the interpreter's values
        public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
            Hooks<V> own = cmtb.on(ops, frames);
            Map<String, V> values = (Map<String, V>) taps;
            return new Hooks<>() {
                @Override
                public V enter(Ops<V> same, Place stage, V tokens, Grid grid) {
                    return own.enter(ops, stage, tokens, grid);
                }

                @Override
                public V leave(Ops<V> same, Place stage, V tokens) {
                    V out = own.leave(ops, stage, tokens);
                    inside.put(values, ops, stage, "primary", tokens);
                    inside.put(values, ops, stage, "cmtb", out);
                    return out;
                }
            };
        }
    }
}
