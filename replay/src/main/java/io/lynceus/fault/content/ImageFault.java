package io.lynceus.fault.content;

import java.util.SplittableRandom;

/** What a fault does to an image; pure but for the dice. Immutable. */
@FunctionalInterface
public interface ImageFault {
    /** The image with the fault, which may be the one given, changed, and may have another size. */
    Pixels apply(Pixels image, SplittableRandom dice);
}
