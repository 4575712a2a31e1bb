package io.lynceus.nn.dino;

import static io.lynceus.nn.adapter.Place.Kind.PROJECTION;
import static io.lynceus.nn.adapter.Place.Kind.QKV;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Initialiser.Kind;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.AdaptedPerceptron;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Linear;
import java.util.List;

/**
 * Attention, then a perceptron, each on normalised input, scaled by channel and with a residual. Keys: {@code norm1},
 * {@code attn.qkv}, {@code attn.proj}, {@code ls1.gamma}, {@code norm2}, {@code mlp.fc1}, {@code mlp.fc2}, {@code ls2.gamma}.
 */
record DinoBlock(Place place, DinoSize size, Adapter adapter) implements Block {
    static final double EPSILON = 1e-6;
    private static final int RATIO = 4;
    /** Initial scale of a branch; training without pretrained weights needs more than DINOv2's 1e-5. */
    private static final Initialiser SCALE = new Initialiser(Kind.CONSTANT, 1);

    private String name() {
        return place.name();
    }

    private LayerNorm norm(int which) {
        return new LayerNorm(name() + ".norm" + which, size.width(), EPSILON);
    }

    private Linear qkv() {
        return new Linear(name() + ".attn.qkv", size.width(), 3 * size.width());
    }

    private Linear projection() {
        return new Linear(name() + ".attn.proj", size.width(), size.width());
    }

    private AdaptedPerceptron perceptron() {
        int hidden = RATIO * size.width();
        return new AdaptedPerceptron(
                place,
                new Linear(name() + ".mlp.fc1", size.width(), hidden),
                new Linear(name() + ".mlp.fc2", hidden, size.width()),
                adapter);
    }

    private String scale(int which) {
        return name() + ".ls" + which + ".gamma";
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(norm(1));
        add(parameters, QKV, qkv());
        add(parameters, PROJECTION, projection());
        parameters.add(scale(1), SCALE, size.width());
        parameters.add(norm(2));
        parameters.add(perceptron());
        parameters.add(scale(2), SCALE, size.width());
        adapter.declare(parameters, place);
    }

    private void add(ParameterList parameters, Place.Kind kind, Linear map) {
        parameters.add(map);
        adapter.declare(parameters, place.inner(kind, map));
    }

    /** Maps [N, tokens, C] to the same shape. */
    <V> V forward(Ops<V> ops, V x, int tokens, Hooks<V> hooks) {
        V attention = attention(ops, norm(1).forward(ops, x), tokens, hooks); // [N, tokens, C]
        V scaled = ops.mul(attention, ops.parameter(scale(1)));
        V y = ops.reshape(hooks.attended(ops, place, x, scaled, tokens), -1, size.width()); // [N·tokens, C]
        V normed = norm(2).forward(ops, y);
        V perceived = perceptron().forward(ops, normed, tokens, hooks);
        V z = hooks.perceived(ops, place, y, normed, ops.mul(perceived, ops.parameter(scale(2))), tokens);
        return hooks.after(ops, place, ops.reshape(z, -1, tokens, size.width()), tokens);
    }

    private <V> V attention(Ops<V> ops, V x, int tokens, Hooks<V> hooks) {
        int head = size.width() / size.heads();
        V qkv = hooks.project(ops, place.inner(QKV, qkv()), qkv(), x, tokens); // [.., 3·C]
        V split = ops.reshape(qkv, -1, tokens, 3L * size.heads(), head); // [N, tokens, 3·heads, d]
        V turned = ops.permute(split, 0, 2, 1, 3); // [N, 3·heads, tokens, d]
        List<V> three = ops.split(turned, 1, 3);
        V y = ops.attention(three.get(0), three.get(1), three.get(2), head);
        V rows = ops.reshape(ops.permute(y, 0, 2, 1, 3), -1, size.width()); // [N·tokens, C]
        V projected = hooks.project(ops, place.inner(PROJECTION, projection()), projection(), rows, tokens);
        return ops.reshape(projected, -1, tokens, size.width());
    }
}
