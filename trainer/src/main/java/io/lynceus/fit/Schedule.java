package io.lynceus.fit;

/**
 * Learning rate with a linear warm-up from {@code warmUpRatio · base} over {@code warmUpSteps}, then a decay.
 *
 * @param base learning rate at the end of the warm-up
 * @param warmUpSteps steps of warm-up
 * @param warmUpRatio share of the base rate at step 0, in (0, 1]
 * @param totalSteps step at which the decay is over
 * @param power of a polynomial decay
 * @param decay the rate afterwards
 */
record Schedule(
        double base, long warmUpSteps, double warmUpRatio, long totalSteps, double power, ScheduleConfig decay) {
    double at(long step) {
        long seen = step - step % decay.every();
        if (seen < warmUpSteps) {
            return base * (warmUpRatio + (1 - warmUpRatio) * seen / warmUpSteps);
        }
        double progress = Math.min(1, (double) (seen - warmUpSteps) / (totalSteps - warmUpSteps));
        return switch (decay.kind()) {
            case POLYNOMIAL -> base * Math.pow(1 - progress, power);
            case COSINE -> decay.least() + (base - decay.least()) * (1 + Math.cos(Math.PI * progress)) / 2;
            case MULTI_STEP ->
                base
                        * Math.pow(
                                decay.factor(),
                                decay.milestones().stream()
                                        .filter(m -> m <= seen)
                                        .count());
        };
    }
}
