package io.lynceus.fault.content;

import java.util.SplittableRandom;

/** A fault's effect on an image; pure except for the dice. Immutable. */
@FunctionalInterface
public interface ImageFault {
    /** Returns the image with the fault. It may be the given one, changed, and may have another size. */
    Pixels apply(Pixels image, SplittableRandom dice);
}
