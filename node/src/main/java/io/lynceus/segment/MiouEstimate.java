package io.lynceus.segment;

import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Estimates the mIoU of a set's mask from what is known when the mask is made: the card's table, the quality of each frame, and the
 * mask's confidence. At night or with a bad frame it expects less than the table, which is a mean over all conditions.
 *
 * <p>The estimate is {@code constant + table * t + confidence * c}, cut to 0..1. The trainer fits the three factors.
 *
 * @param constant the summand
 * @param table factor of t, the table's mIoU of the frames that are believed (see {@link Conditions})
 * @param confidence factor of c, the mean of the mask's confidence in 0..1
 */
public record MiouEstimate(double constant, double table, double confidence) {
    /** Expects what the table says. */
    public static final MiouEstimate OF_TABLE = new MiouEstimate(0, 1, 0);

    /**
     * What is known of a mask when it is made.
     *
     * @param table the card's mIoU of the frames that took part; the lower a frame's quality, the nearer to that without the frame
     * @param confidence mean of the mask's confidence in 0..1
     */
    public record Conditions(double table, double confidence) {
        /**
         * Returns the conditions of a mask.
         *
         * @param used modalities of the set's frames, in the order of the mask's quality
         * @param miou the card's mIoU of a set of modalities, NaN if the card has none
         */
        static Conditions of(List<Modality> used, Mask mask, Table miou) {
            double all = miou.of(used);
            double believed = all;
            for (int i = 0; i < mask.quality().length; i++) {
                List<Modality> others = new ArrayList<>(used);
                others.remove(i);
                double without = others.isEmpty() ? 0 : miou.of(others);
                believed -= (1 - mask.quality()[i]) * Math.max(0, all - without);
            }
            return new Conditions(Math.max(0, believed), meanConfidence(mask));
        }

        private static double meanConfidence(Mask mask) {
            long sum = 0;
            for (byte confidence : mask.confidence()) {
                sum += confidence & 0xFF;
            }
            return sum / 255.0 / Math.max(1, mask.confidence().length);
        }
    }

    /** Returns the mIoU of a set of modalities, NaN if it is not known. */
    interface Table {
        double of(List<Modality> modalities);
    }

    /** Returns the expected mIoU as a fraction; empty if the table does not know the modalities. */
    public OptionalDouble of(Conditions conditions) {
        double miou = constant + table * conditions.table() + confidence * conditions.confidence();
        return Double.isNaN(miou) ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, Math.max(0, miou)));
    }
}
