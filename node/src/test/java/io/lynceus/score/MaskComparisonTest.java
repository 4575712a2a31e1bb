package io.lynceus.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.dataset.mcubes.MCubeSDataset;
import io.lynceus.dataset.muses.MusesDataset;
import org.junit.jupiter.api.Test;

/** Where labels and masks are compared, and what the means count. */
class MaskComparisonTest {
    private static final int CLASSES = 25;

    @Test
    void deliversLabelsAreShrunkByTheFloorAlignedNearestPixel() {
        // Column x of 1042 has class x mod 25; a mask of 1024 x 1024 says what floor(x * 1042 / 1024) has.
        byte[] label = new byte[1042 * 1042];
        for (int i = 0; i < label.length; i++) {
            label[i] = (byte) (i % 1042 % CLASSES);
        }
        byte[] mask = new byte[1024 * 1024];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (i % 1024 * 1042 / 1024 % CLASSES);
        }
        ConfusionMatrix matrix = MaskComparison.compare(
                new DeliverDataset().scoreRules(), new LabelRaster(1042, 1042, label), mask, 1024, 1024, CLASSES);
        assertThat(matrix.miou()).isEqualTo(1);
        assertThat(matrix.labelled(0)).isBetween(40L * 1024, 42L * 1024);
    }

    @Test
    void onTheNativeGridEveryPixelOfTheLabelCountsAndTheMaskComesToIt() {
        LabelRaster label = new LabelRaster(4, 2, new byte[] {0, 0, 1, 1, 0, 0, 1, (byte) 255});
        ConfusionMatrix matrix =
                MaskComparison.compare(new MusesDataset().scoreRules(), label, new byte[] {0, 1}, 2, 1, CLASSES);
        assertThat(matrix.count(0, 0)).isEqualTo(4);
        assertThat(matrix.count(1, 1)).isEqualTo(3);
        assertThat(matrix.accuracy()).isEqualTo(1);
    }

    @Test
    void ofMCubeSOnlyTheMiddleColumnsCount() {
        byte[] label = new byte[1032 * 2];
        ConfusionMatrix matrix = MaskComparison.compare(
                new MCubeSDataset().scoreRules(), new LabelRaster(1032, 2, label), new byte[1032 * 2], 1032, 2, 20);
        assertThat(matrix.labelled(0)).isEqualTo(2048);
        assertThat(label).containsOnly(0);
    }

    @Test
    void absentClassesAreZeroInTheMeanOrLeftOut() {
        // Class 0: 3 right, 1 taken for class 1. Class 1: 2 right. Class 2 is predicted once where class 1 is.
        ConfusionMatrix matrix = new ConfusionMatrix(CLASSES);
        matrix.add(0, 0, 3);
        matrix.add(0, 1, 1);
        matrix.add(1, 1, 2);
        matrix.add(1, 2, 1);
        Scores zero = Scores.of(matrix, DeliverDataset.CLASSES, ScoreRules.AbsentClasses.ZERO);
        assertThat(zero.miou()).isCloseTo((3.0 / 4 + 2.0 / 4) / CLASSES, within(1e-12));
        assertThat(zero.macc()).isCloseTo((3.0 / 4 + 2.0 / 3) / CLASSES, within(1e-12));
        assertThat(zero.f1()).isCloseTo((6.0 / 7 + 4.0 / 6) / CLASSES, within(1e-12));
        assertThat(zero.perClass()).containsEntry("Other", 0.0).hasSize(CLASSES);
        Scores skip = Scores.of(matrix, DeliverDataset.CLASSES, ScoreRules.AbsentClasses.SKIP);
        assertThat(skip.miou())
                .isCloseTo((3.0 / 4 + 2.0 / 4) / 2, within(1e-12))
                .isEqualTo(matrix.miou());
        assertThat(skip.perClass().get("Truck")).isNaN();
    }
}
