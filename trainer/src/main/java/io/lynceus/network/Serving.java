package io.lynceus.network;

import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ServingGraph;
import io.lynceus.nn.ServingInputs;
import io.lynceus.nn.ServingOutputs;
import java.util.List;

/**
 * A network from rasters to class ids: normalisation of each frame by its modality, the network, class and confidence.
 *
 * @param network what is served, in its form for serving
 * @param normalisations one per modality of the network
 * @param image H and W
 */
public record Serving(Network network, List<Normalisation> normalisations, Grid image) implements ServingGraph {
    private static final int CONFIDENCE_STRIDE = 4;
    private static final double BYTE = 255;

    public Serving {
        network = network.forServing();
        normalisations = List.copyOf(normalisations);
        if (normalisations.size() != network.modalities().size()) {
            throw new IllegalArgumentException(normalisations.size() + " normalisations for the modalities "
                    + network.modalities() + "; give one for each");
        }
    }

    /** Every modality with ImageNet's statistics, as MLE-SAM takes them. */
    public static Serving imageNet(Network network, Grid image) {
        return new Serving(
                network,
                network.modalities().stream().map(m -> Normalisation.IMAGE_NET).toList(),
                image);
    }

    @Override
    public int levels() {
        return network.levels();
    }

    @Override
    public <V> ServingOutputs<V> serve(Ops<V> ops, ServingInputs<V> inputs) {
        V frames = Normalisation.apply(ops, normalisations, inputs.frames(), inputs.modality()); // [N, 3, H, W]
        Prediction<V> prediction = network.predict(
                ops, new Batch<>(frames, inputs.modality(), inputs.membership(), image.height(), image.width()));
        return new ServingOutputs<>(
                classes(ops, prediction.combined()),
                confidence(ops, prediction.combined()),
                prediction.routing(),
                prediction.combined());
    }

    /** The class of each pixel: the logits resized, then their largest. */
    private <V> V classes(Ops<V> ops, V logits) {
        V full = ops.interpolate(logits, own(), image, Interpolation.BILINEAR); // [B, K, H, W]
        return ops.cast(ops.argmax(full, false, 1), DType.UINT8); // [B, H, W]
    }

    /** The grid of the network's logits. */
    private Grid own() {
        return image.coarser(network.stride());
    }

    private <V> V confidence(Ops<V> ops, V logits) {
        Grid quarter = image.coarser(CONFIDENCE_STRIDE);
        V same = network.stride() == CONFIDENCE_STRIDE
                ? logits
                : ops.interpolate(logits, own(), quarter, Interpolation.BILINEAR);
        V largest = ops.max(ops.softmax(same, 1), false, 1); // [B, H/4, W/4]
        V half = ops.constant(new float[] {0.5f}, 1);
        return ops.cast(ops.add(ops.scale(largest, BYTE), half), DType.UINT8); // rounded
    }
}
