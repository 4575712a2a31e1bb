package io.lynceus.fit;

/**
 * Learning rate with a linear warm-up from {@code warmUpRatio · base} over {@code warmUpSteps}, then polynomial decay
 * {@code base · (1 - (step - warmUp) / (total - warmUp))^power}.
 *
 * @param base learning rate at the end of the warm-up
 * @param warmUpSteps steps of warm-up
 * @param warmUpRatio share of the base rate at step 0, in (0, 1]
 * @param totalSteps step at which the rate would be 0
 * @param power of the decay, 0.9 in the published recipe
 */
record PolynomialSchedule(double base, long warmUpSteps, double warmUpRatio, long totalSteps, double power) {
    double at(long step) {
        if (step < warmUpSteps) {
            return base * (warmUpRatio + (1 - warmUpRatio) * step / warmUpSteps);
        }
        double progress = Math.min(1, (double) (step - warmUpSteps) / (totalSteps - warmUpSteps));
        return base * Math.pow(1 - progress, power);
    }
}
