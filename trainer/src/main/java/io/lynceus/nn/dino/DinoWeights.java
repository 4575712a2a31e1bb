package io.lynceus.nn.dino;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.checkpoint.RenamedKeys;
import io.lynceus.checkpoint.RenamedKeys.Rule;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.Resampling;
import java.util.Arrays;
import java.util.List;

/** Reads the official files {@code dinov2_vit*_pretrain.pth}. Positions for another grid are resized, bicubic. */
public final class DinoWeights {
    private DinoWeights() {}

    /**
     * Returns the key map for a backbone of that name.
     *
     * @param copies keys of patch embeddings that start as the backbone's own, without {@code .weight} and {@code .bias}
     */
    public static KeyMap keys(String name, String... copies) {
        String[] patches = new String[copies.length + 1];
        patches[0] = name + ".patch_embed.proj.$1";
        for (int i = 0; i < copies.length; i++) {
            patches[i + 1] = copies[i] + ".$1";
        }
        return new RenamedKeys(List.of(
                Rule.drop("mask_token"),
                Rule.of("patch_embed\\.proj\\.(weight|bias)", patches),
                Rule.of("(pos_embed)", name + ".$1").resized(DinoWeights::position),
                Rule.of("((?:cls_token|blocks\\.|norm\\.).*)", name + ".$1")));
    }

    /** Returns [1, 1 + side², C]: keeps the class token's position and resizes the others. */
    private static TensorData position(TensorData stored, List<Long> wanted) {
        if (stored.shape().size() != 3 || !stored.shape().get(2).equals(wanted.get(2))) {
            return stored;
        }
        int from = (int) Math.sqrt(stored.shape().get(1) - 1.0);
        int to = (int) Math.sqrt(wanted.get(1) - 1.0);
        int channels = wanted.get(2).intValue();
        float[] values = stored.floats();
        float[] cells = Arrays.copyOfRange(values, channels, values.length);
        float[] matrix = Resampling.cubic(from, to, (double) from / to);
        float[] tall = Resampling.along(matrix, cells, 1, from, from * channels);
        float[] resized = Resampling.along(matrix, tall, to, from, channels);
        float[] all = new float[channels + resized.length];
        System.arraycopy(values, 0, all, 0, channels);
        System.arraycopy(resized, 0, all, channels, resized.length);
        return TensorData.of(all, wanted);
    }
}
