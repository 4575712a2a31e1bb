package io.lynceus.stream.message;

import io.lynceus.proto.v1.Comparison;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.wire.Stamp;
import java.util.List;

/**
 * Writes the messages of second masks.
 *
 * <p>Thread safety: immutable.
 */
public final class ComparisonMessages {
    private final RigConfig config;
    private final ModelCard card;

    /** @param card of the model that makes the masks */
    public ComparisonMessages(RigConfig config, ModelCard card) {
        this.config = config;
        this.card = card;
    }

    /**
     * Returns the message of a second mask. The rasters are packed on the caller's thread.
     *
     * @param set stamp of the set
     * @param without the sensor that was left out
     * @param used the sensors of which the mask is made
     */
    public Comparison of(Stamp set, String rig, String without, List<String> used, Mask mask) {
        RigConfig.MaskEncoding encoding = config.output().encoding();
        return Comparison.newBuilder()
                .setTimestamp(set.toTimestamp())
                .setRig(rig)
                .setWithout(without)
                .addAllUsed(used)
                .setClasses(MaskMessages.classes(mask, encoding))
                .setConfidence(MaskMessages.confidence(mask, encoding))
                .setExpectedMiou((float) ExpectedMiou.of(card, config, used, mask))
                .setModelId(card.name())
                .setModelHash(card.weightsSha256())
                .build();
    }
}
