package io.lynceus.checkpoint;

import io.lynceus.checkpoint.RenamedKeys.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of the Swin Transformer, by mmsegmentation's names or by those of its authors and timm, and files of Keep the Balance, for
 * a backbone of two modalities. Bias tables are resized if the windows differ. The second modality's own weights start as copies of
 * the backbone's. The classifier and computed tensors (index tables, masks) are left out.
 *
 * @param backbone key prefix of the backbone in the network
 */
public record SwinWeights(String backbone) implements KeyMap {
    private static final Pattern MERGING =
            Pattern.compile("layers\\.(\\d)\\.downsample\\.(reduction\\.weight|norm\\.weight|norm\\.bias)");
    private static final String FIRST_OF_TIMM = "layers.3.downsample.reduction.weight";

    /** The index, in the authors' order, of each of the 2 × 2 cells in mmsegmentation's order. */
    private static final int[] CELLS = {0, 2, 1, 3};

    @Override
    public Checkpoint fit(Checkpoint source, Map<String, List<Long>> network) {
        Checkpoint renamed = new RenamedKeys(rules()).fit(inOurOrder(source), network);
        Map<String, TensorData> fitted = new LinkedHashMap<>(renamed.tensors());
        for (String key : network.keySet()) {
            TensorData shared = renamed.tensors().get(sharedWith(key));
            if (shared != null) {
                fitted.putIfAbsent(key, shared);
            }
        }
        return new Checkpoint(fitted, source.metadata());
    }

    /** Returns the backbone's key for one of the second modality's own keys. */
    private static String sharedWith(String key) {
        return key.replace("patch_embed.extra_", "patch_embed.").replaceAll("stages\\.(\\d)\\.extra_norm", "norm$1");
    }

    private List<Rule> rules() {
        String block = "layers\\.(\\d)\\.blocks\\.(\\d+)\\.";
        String ours = backbone + ".stages.$1.blocks.$2.";
        String theirs = "(?:backbone\\.)?";
        String prompt = theirs + "MPGBlocks\\.(\\d)\\.";
        String ourPrompt = backbone + ".stages.$1.prompt.";
        String adapter = theirs + "(stages\\.\\d\\.blocks\\.\\d+)\\.";
        return List.of(
                Rule.drop(".*(relative_position_index|attn_mask)|(head|norm)\\.(weight|bias)|head\\.fc\\..*"),
                Rule.of(block + "attn\\.(relative_position_bias_table)", ours + "attn.w_msa.$3")
                        .resized(BiasTable::resized),
                Rule.of(block + "attn\\.((qkv|proj)\\..*)", ours + "attn.w_msa.$3"),
                Rule.of(block + "mlp\\.fc1\\.(.*)", ours + "ffn.layers.0.0.$3"),
                Rule.of(block + "mlp\\.fc2\\.(.*)", ours + "ffn.layers.1.$3"),
                Rule.of(block + "(norm\\d\\..*)", ours + "$3"),
                Rule.of("layers\\.(\\d\\.downsample\\..*)", backbone + ".stages.$1"),
                Rule.of("patch_embed\\.proj\\.(.*)", backbone + ".patch_embed.projection.$1"),
                Rule.of(theirs + "extra_patch_embed\\.(projection|norm)\\.(.*)", backbone + ".patch_embed.extra_$1.$2"),
                Rule.of(theirs + "extra_norm(\\d)\\.(.*)", backbone + ".stages.$1.extra_norm.$2"),
                Rule.of(prompt + "D_fc1\\.(.*)", ourPrompt + "down.0.$2"),
                Rule.of(prompt + "D_fc2\\.(.*)", ourPrompt + "down.1.$2"),
                Rule.of(prompt + "P_fc2\\.(.*)", ourPrompt + "mix.$2"),
                Rule.of(prompt + "U_fc1\\.(.*)", ourPrompt + "up.$2"),
                Rule.of(prompt + "tfts_gamma_rgb", ourPrompt + "scale.0"),
                Rule.of(prompt + "tfts_gamma_dte", ourPrompt + "scale.1"),
                Rule.of(prompt + "tfts_beta_rgb", ourPrompt + "shift.0"),
                Rule.of(prompt + "tfts_beta_dte", ourPrompt + "shift.1"),
                Rule.of(adapter + "MLP_RGB_Adapter\\.D_fc1\\.(.*)", backbone + ".$1.adapter.0.down.$2"),
                Rule.of(adapter + "MLP_RGB_Adapter\\.D_fc2\\.(.*)", backbone + ".$1.adapter.0.up.$2"),
                Rule.of(adapter + "MLP_DTE_Adapter\\.D_fc1\\.(.*)", backbone + ".$1.adapter.1.down.$2"),
                Rule.of(adapter + "MLP_DTE_Adapter\\.D_fc2\\.(.*)", backbone + ".$1.adapter.1.up.$2"),
                Rule.of(theirs + "(stages\\..*relative_position_bias_table)", backbone + ".$1")
                        .resized(BiasTable::resized),
                Rule.of(theirs + "((patch_embed|stages|norm\\d)\\..*)", backbone + ".$1"));
    }

    /** Returns the file with its patch mergings as in mmsegmentation: after a stage, and the four cells channel by channel. */
    private static Checkpoint inOurOrder(Checkpoint source) {
        int later = source.tensors().containsKey(FIRST_OF_TIMM) ? 1 : 0; // newer timm merges before a stage
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        source.tensors().forEach((key, tensor) -> {
            Matcher merging = MERGING.matcher(key);
            if (merging.matches()) {
                int stage = Integer.parseInt(merging.group(1)) - later;
                tensors.put("layers." + stage + ".downsample." + merging.group(2), channelByChannel(tensor));
            } else {
                tensors.put(key, tensor);
            }
        });
        return new Checkpoint(tensors, source.metadata());
    }

    /** Reorders the last axis from cell by cell to channel by channel. */
    private static TensorData channelByChannel(TensorData tensor) {
        int width = tensor.shape().get(tensor.shape().size() - 1).intValue();
        int channels = width / CELLS.length;
        float[] old = tensor.floats();
        float[] values = new float[old.length];
        for (int i = 0; i < old.length; i++) {
            int at = i % width;
            values[i] = old[i - at + CELLS[at % CELLS.length] * channels + at / CELLS.length];
        }
        return TensorData.of(values, tensor.shape());
    }
}
