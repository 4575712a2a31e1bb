package io.lynceus.network;

import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.ServingGraph;
import io.lynceus.nn.ServingInputs;
import io.lynceus.nn.ServingOutputs;
import io.lynceus.segment.ModelContract;

/**
 * A network from rasters to class ids: normalisation of each frame by its modality, the network, class and confidence.
 *
 * @param network what is served, in its form for serving
 * @param image H and W
 */
public record Serving(Network network, Grid image) implements ServingGraph {
    private static final double BYTE = 255;

    public Serving {
        network = network.forServing();
    }

    @Override
    public int classes() {
        return network.classes();
    }

    @Override
    public int levels() {
        return network.levels();
    }

    @Override
    public <V> ServingOutputs<V> serve(Ops<V> ops, ServingInputs<V> inputs) {
        V pixels =
                Normalisation.apply(ops, network.normalisations(), inputs.frames(), inputs.modality()); // [N, 3, H, W]
        Ragged<V> frames = new Ragged<>(inputs.modality(), inputs.membership());
        Prediction<V> prediction = network.predict(ops, new Batch<>(pixels, frames, image));
        Logits<V> logits = prediction.fused();
        return new ServingOutputs<>(
                classes(ops, logits),
                confidence(ops, logits),
                prediction.routing(),
                prediction.quality(),
                logits.values());
    }

    /** Computes the class of each pixel: resizes the logits, then takes the largest. */
    private <V> V classes(Ops<V> ops, Logits<V> logits) {
        V full = logits.resized(ops, image); // [B, K, H, W]
        return ops.cast(ops.argmax(full, false, 1), DType.UINT8); // [B, H, W]
    }

    private <V> V confidence(Ops<V> ops, Logits<V> logits) {
        V largest = ops.max(ops.softmax(quarter(ops, logits), 1), false, 1); // [B, H/4, W/4]
        V half = ops.constant(new float[] {0.5f}, 1);
        return ops.cast(ops.add(ops.scale(largest, BYTE), half), DType.UINT8); // rounded
    }

    /** Computes the logits at a quarter of the image's size: [B, K, H/4, W/4]. */
    private <V> V quarter(Ops<V> ops, Logits<V> logits) {
        Grid quarter = image.coarser(ModelContract.CONFIDENCE_STRIDE);
        if (!logits.extent().equals(image)) {
            return ops.interpolate(logits.resized(ops, image), image, quarter, Interpolation.BILINEAR);
        }
        return logits.grid().equals(quarter)
                ? logits.values()
                : ops.interpolate(logits.values(), logits.grid(), quarter, Interpolation.BILINEAR);
    }
}
