package io.lynceus.fit;

import io.lynceus.network.NetworkSettings;
import java.util.List;

/**
 * How the learning rate falls after the warm-up.
 *
 * @param decay polynomial, cosine or multi-step
 * @param least rate at the end of the cosine
 * @param milestones steps at which multi-step multiplies the rate with {@code factor}
 * @param factor of multi-step, above 0, 1 at most
 * @param every steps for which the rate stays the same: 1, or the steps of an epoch for a schedule by epochs
 */
public record ScheduleConfig(String decay, double least, List<Long> milestones, double factor, long every) {
    /** MLE-SAM's. */
    public static final ScheduleConfig RECIPE = new ScheduleConfig("polynomial", 0, List.of(), 0.1, 1);

    enum Kind {
        POLYNOMIAL,
        COSINE,
        MULTI_STEP
    }

    public ScheduleConfig {
        milestones = List.copyOf(milestones);
        NetworkSettings.choice("decay", decay, Kind.class);
        Allowed.require(least >= 0, "least", least, "0 or more");
        Allowed.require(factor > 0 && factor <= 1, "factor", factor, "above 0, 1 at most");
        Allowed.require(every > 0, "every", every, "1 or more");
    }

    /** Returns the same schedule with its milestones and epochs so many times as far. */
    ScheduleConfig stretched(double ratio) {
        List<Long> moved =
                milestones.stream().map(step -> Math.round(step * ratio)).toList();
        return new ScheduleConfig(decay, least, moved, factor, Math.max(1, Math.round(every * ratio)));
    }

    Kind kind() {
        return NetworkSettings.choice("decay", decay, Kind.class);
    }
}
