package io.lynceus.health;

import java.util.List;
import java.util.function.Function;

/** The gate's decision about a set. */
public sealed interface Admission {
    <T> T match(Function<Admitted, T> admitted, Function<AllRefused, T> allRefused);

    /**
     * Some sensors take part.
     *
     * @param sensors one or more, in the order in which they were asked for
     */
    record Admitted(List<String> sensors) implements Admission {
        @Override
        public <T> T match(Function<Admitted, T> admitted, Function<AllRefused, T> allRefused) {
            return admitted.apply(this);
        }
    }

    /**
     * No sensor of the set can be used.
     *
     * @param reason each sensor with its state
     */
    record AllRefused(String reason) implements Admission {
        @Override
        public <T> T match(Function<Admitted, T> admitted, Function<AllRefused, T> allRefused) {
            return allRefused.apply(this);
        }
    }
}
