package io.lynceus.segment;

/**
 * The network's answer for one set.
 *
 * @param height rows of the class raster
 * @param width columns of the class raster
 * @param classes uint8 [H, W] row-major, class ids
 * @param confidence uint8 [H/4, W/4] row-major, largest class probability x 255
 * @param routing float32 [n][L], weight of the set's n-th frame at each level, finest first; 0 where dropped
 * @param quality float32 [n], how much the network believes the set's n-th frame, in 0..1; empty if the model does not judge
 *     frames
 * @param queueNanos time from submission to the start of the call
 * @param inferenceNanos time of the call, which may have served other sets too
 */
public record Mask(
        int height,
        int width,
        byte[] classes,
        byte[] confidence,
        float[][] routing,
        float[] quality,
        long queueNanos,
        long inferenceNanos) {
    /** Returns the same mask with its time in the queue. */
    Mask queuedFor(long nanos) {
        return new Mask(height, width, classes, confidence, routing, quality, nanos, inferenceNanos);
    }
}
