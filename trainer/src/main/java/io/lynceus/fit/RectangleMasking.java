package io.lynceus.fit;

import io.lynceus.data.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Blanks a rectangle of one modality in some samples of a batch, so that a network of two does not lean on one of them (MoBaNet,
 * arXiv 2603.17705). The modalities take turns; a sample that has one frame alone is left as it is.
 *
 * @param share of a batch's samples, rounded down; 0 for none
 */
record RectangleMasking(double share) {
    private static final double LEAST_AREA = 0.1;
    private static final double MOST_AREA = 0.3;
    private static final double FLATTEST = 0.5;
    private static final double STEEPEST = 2;

    boolean masks(int samples) {
        return (int) (share * samples) > 0;
    }

    /** Factors of the samples' pixels, in the order of their frames: 0 in the rectangles, 1 elsewhere; [N, H, W], flat. */
    float[] factors(List<Sample> samples, long seed) {
        Random random = new Random(seed);
        int cells = samples.get(0).height() * samples.get(0).width();
        float[] factors =
                new float[samples.stream().mapToInt(s -> s.frames().size()).sum() * cells];
        Arrays.fill(factors, 1);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        int turn = random.nextInt(2);
        for (int s : order.subList(0, (int) (share * samples.size()))) {
            int before = samples.subList(0, s).stream()
                    .mapToInt(sample -> sample.frames().size())
                    .sum();
            int frames = samples.get(s).frames().size();
            if (frames > 1) {
                blank(factors, (before + turn % frames) * cells, samples.get(s), random);
            }
            turn++;
        }
        return factors;
    }

    /** One rectangle of an area and an aspect drawn evenly, anywhere within the frame. */
    private static void blank(float[] factors, int from, Sample sample, Random random) {
        double area = (LEAST_AREA + (MOST_AREA - LEAST_AREA) * random.nextDouble()) * sample.height() * sample.width();
        double aspect = FLATTEST + (STEEPEST - FLATTEST) * random.nextDouble();
        int height = Math.min(sample.height(), (int) Math.round(Math.sqrt(area * aspect)));
        int width = Math.min(sample.width(), (int) Math.round(Math.sqrt(area / aspect)));
        int top = random.nextInt(sample.height() - height + 1);
        int left = random.nextInt(sample.width() - width + 1);
        for (int y = top; y < top + height; y++) {
            int start = from + y * sample.width() + left;
            Arrays.fill(factors, start, start + width, 0);
        }
    }
}
