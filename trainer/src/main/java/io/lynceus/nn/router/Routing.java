package io.lynceus.nn.router;

/** How the router scores a frame from the means of its feature maps (MLE-SAM, equation 9, which the paper does not specify). */
public enum Routing {
    /** One perceptron per level, the same for all modalities: any subset of sensors, in any order. */
    SHARED,
    /** One perceptron per modality on the coarsest level; its weights serve all levels. Matches the published size. */
    PER_MODALITY,
    /** The equation as it is written: one linear map per level from all modalities' means together, absent ones zero. */
    LINEAR
}
