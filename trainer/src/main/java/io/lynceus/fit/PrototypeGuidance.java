package io.lynceus.fit;

import io.lynceus.network.Prediction.Feature;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * EQUISeg's prototype guidance (SGM, arXiv 2509.24505): the mean feature of each class in one modality teaches that in another.
 * The modalities of a batch are shuffled; the first half teach the second half, pair by pair; an odd one sits out. Each
 * prototype is made a distribution by a softmax over its channels; the loss is the mean divergence over the classes that both
 * have. Teachers get no gradient.
 *
 * @param classes K
 * @param form what is a distribution, and how divergences are brought together
 */
record PrototypeGuidance(int classes, Form form) {
    /** Readings of the paper, which leaves both open. */
    enum Form {
        /** The mean over the classes that both have. */
        MEAN,
        /** The sum over these classes. */
        SUM,
        /**
         * The formula to the letter: each channel is made a distribution over the classes that both have; the loss is the mean
         * divergence over the channels.
         */
        OVER_CLASSES
    }

    /** Leaves nothing of a class in a softmax. */
    private static final double NOTHING = -1e9;

    /**
     * @param feature tokens [N, h, w, C]
     * @param labels int64 [B, H, W]
     * @param draw random number that decides who teaches
     * @return a scalar; 0 where no two modalities share a class
     */
    Tensor loss(Feature<Tensor> feature, Ragged<Tensor> frames, Tensor labels, long draw) {
        long[] modality = Tensors.longs(frames.modality());
        List<Long> order = new ArrayList<>(
                Arrays.stream(modality).distinct().sorted().boxed().toList());
        Collections.shuffle(order, new Random(draw));
        Tensor small = PixelLoss.nearest(labels, feature.grid()); // [B, h, w]
        Tensor seen = small.index_select(0, frames.membership().argmax(new LongOptional(0), false)); // [N, h, w]
        Tensor total = feature.tokens().sum().mul(new Scalar(0));
        int pairs = order.size() / 2;
        for (int pair = 0; pair < pairs; pair++) {
            Tensor teachers = rows(modality, order.get(pair), labels);
            Tensor students = rows(modality, order.get(pairs + pair), labels);
            total = total.add(divergence(
                    prototypes(feature.tokens().index_select(0, teachers), seen.index_select(0, teachers)),
                    prototypes(feature.tokens().index_select(0, students), seen.index_select(0, students))));
        }
        return total;
    }

    /** Indices of a modality's frames: int64 [n]. */
    private static Tensor rows(long[] modality, long wanted, Tensor like) {
        long[] rows = java.util.stream.LongStream.range(0, modality.length)
                .filter(n -> modality[(int) n] == wanted)
                .toArray();
        return Tensors.of(rows, rows.length).to(like.device(), ScalarType.Long);
    }

    /**
     * The mean feature of each class.
     *
     * @param means [K, C], zeros for an absent class
     * @param present float32 [K], 1 for a class that has pixels
     */
    private record Prototypes(Tensor means, Tensor present) {}

    /** Of tokens [n, h, w, C] labelled by int64 [n, h, w]. */
    private Prototypes prototypes(Tensor tokens, Tensor labels) {
        Tensor rows = tokens.reshape(-1, tokens.size(3)); // [P, C]
        Tensor known = labels.reshape(-1).clamp_max(new Scalar(classes)); // 'ignore' becomes class K
        Tensor members = torch.one_hot(known, classes + 1L)
                .slice(1, new LongOptional(0), new LongOptional(classes), 1)
                .to(rows.scalar_type()); // [P, K]
        Tensor counts = members.sum(new long[] {0}, false, new org.bytedeco.pytorch.ScalarTypeOptional()); // [K]
        Tensor sums = torch.matmul(members.t(), rows); // [K, C]
        Tensor means = sums.div(counts.clamp_min(new Scalar(1)).unsqueeze(1));
        return new Prototypes(means, counts.gt(new Scalar(0)).to(rows.scalar_type()));
    }

    /** KL(teacher ‖ student). */
    private Tensor divergence(Prototypes teacher, Prototypes student) {
        Tensor both = teacher.present().mul(student.present()); // [K]
        if (form == Form.OVER_CLASSES) {
            Tensor absent =
                    both.sub(torch.ones_like(both)).mul(new Scalar(-NOTHING)).unsqueeze(1); // [K, 1]
            Tensor each =
                    divergences(teacher.means().add(absent), student.means().add(absent), 0); // [C]
            return each.mean().mul(both.sum().clamp_max(new Scalar(1)));
        }
        Tensor each = divergences(teacher.means(), student.means(), 1); // [K]
        Tensor sum = each.mul(both).sum();
        return form == Form.SUM ? sum : sum.div(both.sum().clamp_min(new Scalar(1)));
    }

    /** Of what a softmax along that axis makes of each. */
    private static Tensor divergences(Tensor teacher, Tensor student, int axis) {
        Tensor t = torch.log_softmax(teacher.detach(), axis);
        Tensor s = torch.log_softmax(student, axis);
        return t.exp().mul(t.sub(s)).sum(new long[] {axis}, false, new org.bytedeco.pytorch.ScalarTypeOptional());
    }
}
