package io.lynceus.nn.sam;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.checkpoint.RenamedKeys;
import io.lynceus.checkpoint.RenamedKeys.Rule;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.Resampling;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the official files {@code sam_vit_*.pth}, of which it takes only the image encoder. Positions for another grid are resized
 * as SAM does it.
 */
public final class SamWeights {
    private SamWeights() {}

    /**
     * Returns the key map for an encoder under {@code image_encoder}.
     *
     * @param relative whether the encoder has relative positions
     */
    public static KeyMap keys(boolean relative) {
        List<Rule> rules = new ArrayList<>();
        rules.add(Rule.drop("(prompt_encoder|mask_decoder)\\..*"));
        rules.add(Rule.drop("pixel_(mean|std)"));
        rules.add(Rule.of("(image_encoder\\.pos_embed)", "$1").resized(SamWeights::position));
        String table = "(image_encoder\\.blocks\\.\\d+\\.attn\\.rel_pos_[hw])";
        rules.add(relative ? Rule.of(table, "$1").resized(SamWeights::table) : Rule.drop(table));
        return new RenamedKeys(rules);
    }

    /** Returns [1, h, w, C], bicubic. */
    private static TensorData position(TensorData stored, List<Long> wanted) {
        if (stored.shape().size() != 4 || !stored.shape().get(3).equals(wanted.get(3))) {
            return stored;
        }
        int fromHeight = stored.shape().get(1).intValue();
        int fromWidth = stored.shape().get(2).intValue();
        int height = wanted.get(1).intValue();
        int width = wanted.get(2).intValue();
        int channels = wanted.get(3).intValue();
        float[] rows = Resampling.cubic(fromHeight, height, (double) fromHeight / height);
        float[] columns = Resampling.cubic(fromWidth, width, (double) fromWidth / width);
        float[] tall = Resampling.along(rows, stored.floats(), 1, fromHeight, fromWidth * channels);
        return TensorData.of(Resampling.along(columns, tall, height, fromWidth, channels), wanted);
    }

    /** Returns [2·side - 1, d], linear. */
    private static TensorData table(TensorData stored, List<Long> wanted) {
        if (stored.shape().size() != 2 || !stored.shape().get(1).equals(wanted.get(1))) {
            return stored;
        }
        int from = stored.shape().get(0).intValue();
        float[] matrix = Resampling.linear(from, wanted.get(0).intValue());
        return TensorData.of(
                Resampling.along(matrix, stored.floats(), 1, from, wanted.get(1).intValue()), wanted);
    }
}
