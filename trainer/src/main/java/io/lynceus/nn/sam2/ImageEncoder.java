package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.hiera.Hiera;
import io.lynceus.nn.hiera.HieraConfig;
import io.lynceus.nn.hiera.PatchEmbedding;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * SAM 2's image encoder: Hiera trunk, then neck. Keys under {@code name}: {@code trunk}, {@code neck}.
 *
 * @param name key prefix with its final dot, or nothing
 * @param trunk sizes of the trunk
 * @param width of the neck's outputs
 * @param lora experts in the trunk
 * @param role whether trunk and neck learn (experts always do)
 */
public record ImageEncoder(String name, HieraConfig trunk, int width, LoraOptions lora, Role role) implements Block {
    public Hiera hiera() {
        return new Hiera(name + "trunk", trunk, lora);
    }

    public FeaturePyramidNeck neck() {
        List<Integer> channels = IntStream.range(0, 4).mapToObj(trunk::channels).toList();
        return new FeaturePyramidNeck(name + "neck", channels, width);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.in("trunk", role).add(hiera());
        parameters.in("neck", role).add(neck());
    }

    /** Frames [N, 3, H, W] to levels of stride 4, 8 and 16, finest first: [N, H/stride, W/stride, width]. */
    public <V> List<V> forward(Ops<V> ops, V frames, Grid image, @Nullable V modality) {
        return neck().forward(ops, hiera().forward(ops, frames, image, modality), image.coarser(PatchEmbedding.STRIDE));
    }
}
