package io.lynceus.fit;

import io.lynceus.data.SubsetDraw;
import io.lynceus.network.Logits;
import io.lynceus.network.Prediction;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One encoding, three fusions: each sample is fused from all its frames (1), from some of them (2) and from one alone (3). The loss
 * is L(z₁) + α [L(z₂) + L(z₃)] / 2 + β T² [KL(z₁ ‖ z₂) + KL(z₁ ‖ z₃) / 2], where the teacher z₁ has no gradient and teaches at the
 * pixels where it is right.
 *
 * @param config α, β and T
 * @param loss L
 * @param subsets how often sensors are fused without the others
 */
record ThreeFusions(FusionConfig config, SegmentationLoss loss, SubsetDraw subsets) {

    /**
     * The frames of B samples as 3 B sets: all, some, one of each.
     *
     * @param draw a random number that decides which
     */
    Ragged<Tensor> sets(Ragged<Tensor> frames, long draw) {
        int samples = Math.toIntExact(frames.membership().size(0));
        int n = Math.toIntExact(frames.membership().size(1));
        float[] all = Tensors.floats(frames.membership());
        float[] sets = new float[3 * samples * n];
        System.arraycopy(all, 0, sets, 0, all.length);
        long[] modality = Tensors.longs(frames.modality());
        SplittableRandom random = new SplittableRandom(draw);
        for (int sample = 0; sample < samples; sample++) {
            int row = sample * n;
            int present = 0;
            for (int f = 0; f < n; f++) {
                present |= all[row + f] > 0 ? 1 << modality[f] : 0;
            }
            int some = subsets.draw(present, SubsetDraw.Allowed.PROPER, random.nextDouble());
            int one = subsets.draw(present, SubsetDraw.Allowed.SINGLE, random.nextDouble());
            for (int f = 0; f < n; f++) {
                sets[samples * n + row + f] = all[row + f] * (some >> modality[f] & 1);
                sets[2 * samples * n + row + f] = all[row + f] * (one >> modality[f] & 1);
            }
        }
        Tensor membership = Tensors.of(sets, 3L * samples, n)
                .to(frames.membership().device(), frames.membership().scalar_type());
        return new Ragged<>(frames.modality(), membership);
    }

    /**
     * The loss.
     *
     * @param prediction of the 3 B sets
     * @param frames of the B samples
     * @param draw the number that {@link #sets} was given
     */
    Tensor of(Prediction<Tensor> prediction, Ragged<Tensor> frames, Target target, long draw) {
        long samples = frames.membership().size(0);
        Prediction<Tensor> full = part(prediction, 0, samples, prediction.features());
        Tensor total = loss.of(full, frames, target, draw);
        Tensor teacher = full.fused().values().detach();
        Tensor right = right(full.fused(), target.labels());
        for (int which = 1; which <= 2; which++) {
            Prediction<Tensor> some = part(prediction, which, samples, Map.of());
            if (config.subsets() > 0) {
                Tensor own = loss.ofPixels(some, frames, target, draw);
                total = total.add(own.mul(new Scalar(config.subsets() / 2)));
            }
            if (config.distillation() > 0) {
                double t = config.temperature();
                double weight = config.distillation() * t * t / which;
                total = total.add(
                        divergence(teacher, some.fused().values(), right).mul(new Scalar(weight)));
            }
        }
        return total;
    }

    private static Prediction<Tensor> part(
            Prediction<Tensor> whole, int which, long samples, Map<String, Prediction.Feature<Tensor>> features) {
        Map<String, Logits<Tensor>> heads = new LinkedHashMap<>();
        whole.heads().forEach((name, head) -> heads.put(name, part(head, which, samples)));
        boolean once = which == 0; // every frame is encoded and judged once
        return new Prediction<>(
                part(whole.fused(), which, samples), heads, features, null, once ? whole.quality() : null);
    }

    private static Logits<Tensor> part(Logits<Tensor> whole, int which, long samples) {
        Tensor rows =
                whole.values().slice(0, new LongOptional(which * samples), new LongOptional((which + 1) * samples), 1);
        return new Logits<>(rows, whole.grid(), whole.extent());
    }

    /** Float32 [B, h, w], 1 where the prediction is right. */
    private static Tensor right(Logits<Tensor> logits, Tensor labels) {
        Tensor small = PixelLoss.nearest(labels, logits.grid());
        return logits.values()
                .detach()
                .argmax(new LongOptional(1), false)
                .eq(small)
                .to(logits.values().scalar_type());
    }

    /** The mean KL(teacher ‖ student) over pixels that count. */
    private Tensor divergence(Tensor teacher, Tensor student, Tensor counts) {
        Scalar cooling = new Scalar(1 / config.temperature());
        Tensor t = torch.log_softmax(teacher.mul(cooling), 1);
        Tensor s = torch.log_softmax(student.mul(cooling), 1);
        Tensor each = t.exp().mul(t.sub(s)).sum(new long[] {1}, false, new ScalarTypeOptional()); // [B, h, w]
        return each.mul(counts).sum().div(counts.sum().clamp_min(new Scalar(1)));
    }
}
