package io.lynceus.evaluate;

import io.lynceus.metric.Bootstrap;
import io.lynceus.metric.Bootstrap.Interval;
import io.lynceus.metric.SceneCounts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a model found in each scene with each subset of the sensors.
 *
 * @param subsets by names joined by '+', all over the same scenes in the same order; the full set last
 */
public record SubsetScenes(Map<String, SceneCounts> subsets) {
    public SubsetScenes {
        subsets = Collections.unmodifiableMap(new LinkedHashMap<>(subsets));
    }

    /** Returns the number of scenes. */
    public int scenes() {
        return subsets.values().iterator().next().scenes().size();
    }

    /** Returns the mean mIoU over the subsets, of scenes taken so many times each. */
    public double mean(int[] times) {
        return subsets.values().stream()
                .mapToDouble(one -> one.miou(times))
                .average()
                .orElse(Double.NaN);
    }

    /** Returns the mIoU of the full set, of scenes taken so many times each. */
    public double full(int[] times) {
        return miou(all(), times);
    }

    /** Returns the mIoU of one subset, of scenes taken so many times each. */
    public double miou(String names, int[] times) {
        return Objects.requireNonNull(subsets.get(names)).miou(times);
    }

    /** Returns the names of all sensors, joined by '+'. */
    public String all() {
        List<String> names = List.copyOf(subsets.keySet());
        return names.get(names.size() - 1);
    }

    /** Returns the mean over the subsets, and how far other scenes would move it. */
    public Interval mean(Bootstrap bootstrap) {
        return bootstrap.interval(scenes(), this::mean);
    }

    /** Returns by how much the mean over the subsets is above that of another model over the same scenes, in pairs of scenes. */
    public Interval above(SubsetScenes other, Bootstrap bootstrap) {
        requireSameScenes(other);
        return bootstrap.interval(scenes(), times -> mean(times) - other.mean(times));
    }

    /** Returns the same of the full set. */
    public Interval fullAbove(SubsetScenes other, Bootstrap bootstrap) {
        requireSameScenes(other);
        return bootstrap.interval(scenes(), times -> full(times) - other.full(times));
    }

    /** Returns true if both have as many scenes and the same subsets. */
    public boolean isComparableWith(SubsetScenes other) {
        return scenes() == other.scenes() && subsets.keySet().equals(other.subsets.keySet());
    }

    private void requireSameScenes(SubsetScenes other) {
        if (!isComparableWith(other)) {
            throw new IllegalArgumentException(
                    "models are compared over the same scenes and subsets; these have " + scenes() + " of "
                            + subsets.keySet() + " and " + other.scenes() + " of " + other.subsets.keySet());
        }
    }
}
