package io.lynceus.stream.message;

import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import java.util.List;

/** Says what a mask is worth by its model's own card. */
final class ExpectedMiou {
    private ExpectedMiou() {}

    /**
     * Returns the mIoU to expect of a mask, 0 to 1; NaN if the card does not know it.
     *
     * @param used the sensors of which the mask is made
     */
    static double of(ModelCard card, RigConfig config, List<String> used, Mask mask) {
        return card.estimate()
                .of(card.conditions(
                        used.stream()
                                .map(name -> config.sensor(name).measures())
                                .toList(),
                        mask))
                .orElse(Double.NaN);
    }
}
