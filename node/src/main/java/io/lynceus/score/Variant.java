package io.lynceus.score;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run over a dataset.
 *
 * @param name unique name: figures of that name can be taken from an earlier run
 * @param present the sensors without a fault
 * @param absent sensors that do not take part at all
 * @param faults of the others, as {@link io.lynceus.fault.Faults} reads them
 */
public record Variant(String name, Set<String> present, Set<String> absent, List<String> faults) {
    /** Returns the run in which every sensor works. */
    public static Variant whole(List<String> sensors) {
        return new Variant("whole", new LinkedHashSet<>(sensors), Set.of(), List.of());
    }

    /** Returns the sensors without a fault, joined by '+'. */
    public String key() {
        return String.join("+", present);
    }
}
