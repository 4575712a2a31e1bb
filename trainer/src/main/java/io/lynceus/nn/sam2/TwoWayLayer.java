package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Mlp;
import io.lynceus.nn.sam2.TwoWayTransformer.Scene;
import java.util.List;

/**
 * One layer of the two-way transformer. Keys: {@code self_attn}, {@code cross_attn_token_to_image}, {@code mlp.layers},
 * {@code cross_attn_image_to_token}, {@code norm1..4}.
 *
 * @param first true if the tokens are still their own positions, so that self-attention replaces them
 */
record TwoWayLayer(String name, TwoWayTransformer owner, boolean first) implements Block {
    private SplitAttention self() {
        return new SplitAttention(name + ".self_attn", owner.width(), owner.width(), owner.heads());
    }

    private SplitAttention tokenToImage() {
        return owner.cross(name + ".cross_attn_token_to_image");
    }

    private SplitAttention imageToToken() {
        return owner.cross(name + ".cross_attn_image_to_token");
    }

    private Mlp mlp() {
        return new Mlp(name + ".mlp", List.of(owner.width(), owner.hidden(), owner.width()), Activation.RELU);
    }

    private LayerNorm norm(int index) {
        return new LayerNorm(name + ".norm" + index, owner.width(), TwoWayTransformer.EPSILON);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(self());
        parameters.add(norm(1));
        parameters.add(tokenToImage());
        parameters.add(norm(2));
        parameters.add(mlp());
        parameters.add(norm(3));
        parameters.add(norm(4));
        parameters.add(imageToToken());
    }

    <V> Scene<V> forward(Ops<V> ops, Scene<V> scene) {
        int tokens = scene.tokenCount();
        int cells = scene.cells();
        Scene<V> s = scene.with(norm(1).forward(ops, attendToSelf(ops, scene)), scene.image());

        V look = tokenToImage().forward(ops, s.placedTokens(ops), s.placedImage(ops), s.image(), tokens, cells);
        s = s.with(norm(2).forward(ops, ops.add(s.tokens(), look)), s.image());

        V thought = mlp().forward(ops, s.tokens());
        s = s.with(norm(3).forward(ops, ops.add(s.tokens(), thought)), s.image());

        V back = imageToToken().forward(ops, s.placedImage(ops), s.placedTokens(ops), s.tokens(), cells, tokens);
        return s.with(s.tokens(), norm(4).forward(ops, ops.add(s.image(), back)));
    }

    private <V> V attendToSelf(Ops<V> ops, Scene<V> scene) {
        int count = scene.tokenCount();
        if (first) {
            V x = scene.tokens();
            return self().forward(ops, x, x, x, count, count);
        }
        V placed = scene.placedTokens(ops);
        return ops.add(scene.tokens(), self().forward(ops, placed, placed, scene.tokens(), count, count));
    }
}
