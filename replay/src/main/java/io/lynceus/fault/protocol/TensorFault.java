package io.lynceus.fault.protocol;

import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.Pixels;
import java.util.SplittableRandom;

/** A fault of the robustness protocols, which are defined on a tensor's elements. */
public interface TensorFault extends ContentFault {
    /**
     * Changes a tensor in place.
     *
     * @param unit {@link Protocols#NORMALISED}, or the full scale
     */
    void onTensor(float[] tensor, float unit, SplittableRandom dice);

    /** Changes an image in the domain of its own pixels. */
    @Override
    default Pixels onImage(Pixels image, SplittableRandom dice) {
        onTensor(image.samples(), image.fullScale(), dice);
        return image;
    }
}
