package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.hiera.Hiera;
import io.lynceus.nn.hiera.HieraConfig;
import java.util.List;

/**
 * SAM 2's image encoder: Hiera trunk, then neck. Keys under {@code name}: {@code trunk}, {@code neck}.
 *
 * @param name key prefix with its final dot, or nothing
 * @param trunk sizes of the trunk
 * @param width of the neck's outputs
 * @param adapter the trained part that is added to the trunk
 * @param role of trunk and neck; an adapter has its own
 */
public record ImageEncoder(String name, HieraConfig trunk, int width, Adapter adapter, Role role) implements Block {
    public Hiera hiera() {
        return new Hiera(name + "trunk", trunk, adapter);
    }

    public FeaturePyramidNeck neck() {
        return new FeaturePyramidNeck(name + "neck", hiera().channels(), width);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.in("trunk", role).add(hiera());
        parameters.in("neck", role).add(neck());
    }

    /** Maps pixels [N, 3, H, W] to levels of stride 4, 8 and 16, finest first: [N, H/stride, W/stride, width]. */
    public <V> List<V> forward(Ops<V> ops, V pixels, Grid image, Ragged<V> frames) {
        List<V> stages = hiera().forward(ops, pixels, image, frames);
        return neck().forward(ops, stages, image.coarser(Hiera.STRIDE));
    }
}
