package io.lynceus.stream;

import io.lynceus.proto.v1.Segmentation;
import java.util.function.Function;

/** What became of a set that was to be segmented. Either way it has a message: no set is silently missing. */
sealed interface Segmented {
    <T> T match(Function<Masked, T> masked, Function<Unusable, T> unusable);

    /** A mask. */
    record Masked(Segmentation message) implements Segmented {
        @Override
        public <T> T match(Function<Masked, T> masked, Function<Unusable, T> unusable) {
            return masked.apply(this);
        }
    }

    /**
     * No sensor of the set could be used.
     *
     * @param message without rasters, saying why
     */
    record Unusable(Segmentation message) implements Segmented {
        @Override
        public <T> T match(Function<Masked, T> masked, Function<Unusable, T> unusable) {
            return unusable.apply(this);
        }
    }
}
