package io.lynceus.command.trainer.compare;

import io.lynceus.evaluate.SubsetScenes;
import io.lynceus.metric.Bootstrap;
import io.lynceus.metric.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;

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
        return pairs(name, other, SubsetScenes::isComparableWith)
                .map(both -> both.interval(times -> both.mean(both.own, scenes -> scenes.mean(times))
                        - both.mean(both.others, scenes -> scenes.mean(times))));
    }

    /** Returns how many times another's mean over the subsets a configuration's is, likewise. */
    Optional<Interval> times(String name, String other) {
        return pairs(name, other, SubsetScenes::isComparableWith)
                .map(both -> both.interval(times -> both.mean(both.own, scenes -> scenes.mean(times))
                        / both.mean(both.others, scenes -> scenes.mean(times))));
    }

    /**
     * Returns the mIoU that a configuration reaches with a specialist's sensors alone, as a share of what the specialist reaches with
     * them, likewise. Empty if the other is no specialist: its sensors must be some of the configuration's, and not all.
     */
    Optional<Interval> shareOf(String specialist, String name) {
        return pairs(name, specialist, PairedSeeds::isSpecialist)
                .map(both -> both.interval(times -> both.mean(both.own, scenes -> scenes.miou(both.sensors(), times))
                        / both.mean(both.others, scenes -> scenes.full(times))));
    }

    private static boolean isSpecialist(SubsetScenes own, SubsetScenes other) {
        return own.scenes() == other.scenes()
                && !own.all().equals(other.all())
                && own.subsets().containsKey(other.all());
    }

    private Optional<Pairs> pairs(String name, String other, BiPredicate<SubsetScenes, SubsetScenes> comparable) {
        Map<Long, SubsetScenes> own = Objects.requireNonNull(runs.get(name));
        Map<Long, SubsetScenes> others = Objects.requireNonNull(runs.get(other));
        Pairs both = new Pairs(new ArrayList<>(), new ArrayList<>());
        own.forEach((seed, scenes) -> {
            SubsetScenes counterpart = others.get(seed);
            if (counterpart != null && comparable.test(scenes, counterpart)) {
                both.own.add(scenes);
                both.others.add(counterpart);
            }
        });
        return both.own.isEmpty() ? Optional.empty() : Optional.of(both);
    }

    /** The runs of two configurations with the same seeds, in the same order. */
    private record Pairs(List<SubsetScenes> own, List<SubsetScenes> others) {
        Interval interval(ToDoubleFunction<int[]> figure) {
            return Bootstrap.USUAL.interval(own.get(0).scenes(), figure);
        }

        double mean(List<SubsetScenes> runs, ToDoubleFunction<SubsetScenes> figure) {
            return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
        }

        /** The sensors of the others. */
        String sensors() {
            return others.get(0).all();
        }
    }
}
