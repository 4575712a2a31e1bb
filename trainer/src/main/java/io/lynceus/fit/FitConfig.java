package io.lynceus.fit;

import java.util.List;

/**
 * How to fit.
 *
 * @param steps optimiser steps
 * @param batch samples of a forward pass
 * @param accumulate forward passes of a step, whose gradients are averaged
 * @param learningRate at the end of the warm-up
 * @param warmUp share of the steps that warm up linearly
 * @param warmUpRatio share of the learning rate at step 0
 * @param decaySteps step at which the decay is over; 0: {@code steps}
 * @param power of the decay where it is polynomial
 * @param weightDecay of weights; biases and norms do not decay
 * @param clipNorm largest norm of the gradient
 * @param loss which pixels count, and how much
 * @param precision float32, bfloat16 (mixed) or auto: bfloat16 on CUDA, float32 on a processor
 * @param seed of weights, order and augmentation
 * @param validations times in the run that the weights are validated, and may become the best
 * @param validationSamples samples of a validation
 * @param loaderThreads threads that prepare samples
 * @param optimiser what turns gradients into steps
 * @param schedule how the learning rate falls after the warm-up
 * @param fusions how often every sample is fused in a step
 * @param masking share of the samples in which a rectangle of one modality is blank ({@link RectangleMasking}); 0 for none
 */
public record FitConfig(
        long steps,
        int batch,
        int accumulate,
        double learningRate,
        double warmUp,
        double warmUpRatio,
        long decaySteps,
        double power,
        double weightDecay,
        double clipNorm,
        LossConfig loss,
        String precision,
        long seed,
        int validations,
        int validationSamples,
        int loaderThreads,
        OptimiserConfig optimiser,
        ScheduleConfig schedule,
        FusionConfig fusions,
        double masking) {

    private static final List<String> PRECISIONS = List.of("auto", "float32", "bfloat16");

    /** MLE-SAM's published recipe on DELIVER: batch 6, 100 epochs of 664 steps, 10 of them warm-up; the decay ends an epoch late. */
    public static final FitConfig RECIPE = new FitConfig(
            66_400,
            6,
            1,
            6e-4,
            0.1,
            0.1,
            101 * 664,
            0.9,
            0.01,
            10,
            LossConfig.RECIPE,
            "auto",
            1,
            100,
            2005,
            4,
            OptimiserConfig.RECIPE,
            ScheduleConfig.RECIPE,
            FusionConfig.NONE,
            0);

    public FitConfig {
        decaySteps = decaySteps == 0 ? steps : decaySteps;
        Allowed.require(decaySteps >= steps, "decaySteps", decaySteps, "steps or more");
        Allowed.require(steps > 0, "steps", steps, "1 or more");
        Allowed.require(batch > 0, "batch", batch, "1 or more");
        Allowed.require(accumulate > 0, "accumulate", accumulate, "1 or more");
        Allowed.require(learningRate > 0, "learningRate", learningRate, "above 0");
        Allowed.require(warmUp >= 0 && warmUp < 1, "warmUp", warmUp, "0 or more, below 1");
        Allowed.require(warmUpRatio > 0 && warmUpRatio <= 1, "warmUpRatio", warmUpRatio, "above 0, 1 at most");
        Allowed.require(power > 0, "power", power, "above 0");
        Allowed.require(weightDecay >= 0, "weightDecay", weightDecay, "0 or more");
        Allowed.require(clipNorm > 0, "clipNorm", clipNorm, "above 0");
        Allowed.require(PRECISIONS.contains(precision), "precision", precision, PRECISIONS.toString());
        Allowed.require(validations > 0 && validations <= steps, "validations", validations, "1 to steps");
        Allowed.require(validationSamples > 0, "validationSamples", validationSamples, "1 or more");
        Allowed.require(masking >= 0 && masking <= 1, "masking", masking, "0 to 1");
        Allowed.require(loaderThreads > 0, "loaderThreads", loaderThreads, "1 or more");
    }

    /**
     * Returns the same recipe over other steps: decay, milestones and warm-up keep their shares of the run.
     *
     * @param mostValidations so many validations at most
     */
    public FitConfig withSteps(long newSteps, int mostValidations) {
        double ratio = (double) newSteps / steps;
        return new FitConfig(
                newSteps,
                batch,
                accumulate,
                learningRate,
                warmUp,
                warmUpRatio,
                Math.max(newSteps, Math.round(decaySteps * ratio)),
                power,
                weightDecay,
                clipNorm,
                loss,
                precision,
                seed,
                (int) Math.min(Math.min(validations, mostValidations), newSteps),
                validationSamples,
                loaderThreads,
                optimiser,
                schedule.stretched(ratio),
                fusions,
                masking);
    }

    /** Returns the same recipe from another seed. */
    public FitConfig withSeed(long newSeed) {
        return new FitConfig(
                steps,
                batch,
                accumulate,
                learningRate,
                warmUp,
                warmUpRatio,
                decaySteps,
                power,
                weightDecay,
                clipNorm,
                loss,
                precision,
                newSeed,
                validations,
                validationSamples,
                loaderThreads,
                optimiser,
                schedule,
                fusions,
                masking);
    }

    /** The learning rate by step. */
    Schedule rates() {
        return new Schedule(learningRate, Math.round(warmUp * steps), warmUpRatio, decaySteps, power, schedule);
    }

    boolean mixedPrecision(boolean cuda) {
        return precision.equals("bfloat16") || precision.equals("auto") && cuda;
    }

    boolean validatesAfter(long step) {
        return (step + 1) % (steps / validations) == 0 || step + 1 == steps;
    }
}
