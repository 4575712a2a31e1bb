package io.lynceus.health;

import java.util.List;
import java.util.function.Function;

/** What the gate says to a set. */
public sealed interface Admission {
    <T> T match(Function<Admitted, T> admitted, Function<AllRefused, T> allRefused);

    /**
     * Some take part.
     *
     * @param sensors one or more, in the order of asking
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
