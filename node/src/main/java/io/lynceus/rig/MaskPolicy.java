package io.lynceus.rig;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When a mask is fit for use. An unfit mask is published all the same, and says why it is unfit.
 *
 * <p>Thread safety: immutable.
 *
 * @param require sets of sensors, such as [[rgb, lidar], [depth, lidar]]; all sensors of at least one of them must be in the mask;
 *     none: any sensors will do
 * @param expectedMiou lowest expected mIoU, 0 to 1; 0: any
 */
public record MaskPolicy(List<List<String>> require, double expectedMiou) {
    /** Every mask is fit. */
    public static final MaskPolicy NONE = new MaskPolicy(List.of(), 0);

    public MaskPolicy {
        require = require.stream().map(List::copyOf).toList();
        if (!(expectedMiou >= 0 && expectedMiou <= 1)) {
            throw new IllegalArgumentException("policy.expectedMiou is " + expectedMiou + ", allowed is 0 to 1");
        }
        if (require.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("policy.require has a set without sensors, which every mask would have;"
                    + " name sensors in it, or leave it out");
        }
    }

    /**
     * Refuses a policy that no mask could meet.
     *
     * @throws IllegalArgumentException if a sensor of the policy can never be in a mask
     */
    void requireKnown(List<RigConfig.Sensor> sensors) {
        Set<String> segmented = sensors.stream()
                .filter(RigConfig.Sensor::isSegmented)
                .map(RigConfig.Sensor::name)
                .collect(Collectors.toSet());
        Set<String> unknown = new HashSet<>();
        require.forEach(unknown::addAll);
        unknown.removeAll(segmented);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("policy.require names " + unknown + ", but only " + segmented
                    + " go into masks; name these, or add the sensor");
        }
    }

    /**
     * Returns why a mask of these sensors is unfit; empty if it is fit.
     *
     * @param used names of the sensors of which the mask is made
     * @param expected mIoU of a mask of these sensors, 0 to 1; NaN if unknown
     */
    public Optional<String> unfit(List<String> used, double expected) {
        if (!require.isEmpty() && require.stream().noneMatch(used::containsAll)) {
            return Optional.of("made of " + used + ", the policy requires all of "
                    + require.stream().map(Object::toString).collect(Collectors.joining(" or ")));
        }
        if (expectedMiou > 0 && !(expected >= expectedMiou)) {
            return Optional.of(
                    Double.isNaN(expected)
                            ? String.format(
                                    Locale.ROOT,
                                    "the expected mIoU is not known, the policy requires %.2f",
                                    expectedMiou)
                            : String.format(
                                    Locale.ROOT,
                                    "the expected mIoU is %.3f, the policy requires %.2f",
                                    expected,
                                    expectedMiou));
        }
        return Optional.empty();
    }
}
