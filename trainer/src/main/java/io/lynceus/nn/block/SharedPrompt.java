package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.ArrayList;
import java.util.List;

/**
 * A low-rank exchange between the modalities of a set: each is projected down, all are mixed, the mixture u is projected up,
 * scaled and shifted for each modality. MoBaNet's CPIA and Keep the Balance's MAPA prompt (no nonlinearity in either). Keys:
 * {@code down.m}, {@code mix}, {@code up}, {@code scale.m} [channels], {@code shift.m} [channels].
 *
 * @param name key prefix
 * @param modalities M
 * @param channels of the tokens
 * @param hidden width of the mixture
 */
public record SharedPrompt(String name, int modalities, int channels, int hidden) implements Block {
    private static final double SPREAD = 0.02;

    private Linear down(int modality) {
        return new Linear(name + ".down." + modality, channels, hidden);
    }

    private Linear mix() {
        return new Linear(name + ".mix", modalities * hidden, hidden);
    }

    private Linear up() {
        return new Linear(name + ".up", hidden, channels);
    }

    @Override
    public void declare(ParameterList parameters) {
        for (int m = 0; m < modalities; m++) {
            parameters.add(down(m));
            parameters.add(name + ".scale." + m, Initialiser.aroundOne(SPREAD), channels);
            parameters.add(name + ".shift." + m, Initialiser.normal(SPREAD), channels);
        }
        parameters.add(mix());
        parameters.add(up());
    }

    /**
     * Returns the sum to add to each modality's tokens, u + (u · scale + shift).
     *
     * @param sides [B, .., channels], one for each modality
     * @return [B, .., channels], one for each modality
     */
    public <V> List<V> forward(Ops<V> ops, List<V> sides) {
        List<V> low = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            low.add(down(m).forward(ops, sides.get(m))); // [B, .., hidden]
        }
        V shared = up().forward(ops, mix().forward(ops, ops.concat(-1, low))); // [B, .., channels]
        List<V> prompts = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            V own = ops.add(ops.mul(shared, ops.parameter(name + ".scale." + m)), ops.parameter(name + ".shift." + m));
            prompts.add(ops.add(shared, own));
        }
        return prompts;
    }
}
