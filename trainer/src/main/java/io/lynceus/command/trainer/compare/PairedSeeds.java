package io.lynceus.command.trainer.compare;

import io.lynceus.evaluate.SubsetScenes;
import io.lynceus.metric.Bootstrap;
import io.lynceus.metric.Bootstrap.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What each configuration found in each scene, seed by seed, to compare configurations in pairs of scenes and seeds. */
final class PairedSeeds {
    private final Map<String, Map<Long, SubsetScenes>> runs = new LinkedHashMap<>();

    void add(String name, long seed, SubsetScenes scenes) {
        runs.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(seed, scenes);
    }

    /** Returns the configurations, in the order in which they came. */
    List<String> names() {
        return List.copyOf(runs.keySet());
    }

    /**
     * Returns by how much a configuration's mean over the subsets is above another's: the mean over the seeds that both have, with the
     * range that other scenes would give. Empty if they have no seed in common, or other sensors.
     */
    Optional<Interval> above(String name, String other) {
        Map<Long, SubsetScenes> own = Objects.requireNonNull(runs.get(name));
        Map<Long, SubsetScenes> others = Objects.requireNonNull(runs.get(other));
        List<Long> seeds = own.keySet().stream()
                .filter(seed -> others.containsKey(seed)
                        && Objects.requireNonNull(own.get(seed))
                                .isComparableWith(Objects.requireNonNull(others.get(seed))))
                .toList();
        if (seeds.isEmpty()) {
            return Optional.empty();
        }
        int scenes = Objects.requireNonNull(own.get(seeds.get(0))).scenes();
        return Optional.of(Bootstrap.USUAL.interval(scenes, times -> seeds.stream()
                .mapToDouble(seed -> Objects.requireNonNull(own.get(seed)).mean(times)
                        - Objects.requireNonNull(others.get(seed)).mean(times))
                .average()
                .orElse(Double.NaN)));
    }
}
