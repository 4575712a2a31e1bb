package io.lynceus.network;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.wire.Modality;
import java.util.List;

/** A system: its parameters and its forward pass, the same for training, evaluation and serving. */
public interface Network {
    /** Its name on the command line and in model files, such as {@code mle-sam}. */
    String system();

    /** The parameters, in forward order; making the list allocates no tensor. */
    List<ParameterSpec> parameters();

    /** The modalities that {@link Batch#modality} indexes. */
    List<Modality> modalities();

    /** Number of classes K. */
    int classes();

    /** Pixels of the input per pixel of {@link #predict}'s logits, in each direction. */
    int stride();

    /** Number of pyramid levels L that {@link Prediction#routing} tells of. */
    int levels();

    /** The same network in the form that runs fastest with fixed weights; its parameters are the same. */
    Network forServing();

    /** The prediction at the network's own resolution: logits [B, K, height / stride, width / stride]. */
    <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch);

    /** The prediction at full resolution, bilinear: logits [B, K, height, width]. */
    default <V> Prediction<V> forward(Ops<V> ops, Batch<V> batch) {
        Prediction<V> own = predict(ops, batch);
        List<V> logits =
                own.logits().stream().map(path -> enlarge(ops, batch, path)).toList();
        // Resizing is linear, so resizing the combination equals combining the resized paths, at one resize.
        return new Prediction<>(logits, enlarge(ops, batch, own.combined()), own.routing());
    }

    private <V> V enlarge(Ops<V> ops, Batch<V> batch, V logits) {
        Grid image = new Grid(batch.height(), batch.width());
        return ops.interpolate(logits, image.coarser(stride()), image, Interpolation.BILINEAR);
    }
}
