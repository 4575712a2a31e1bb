package io.lynceus.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.wire.Modality;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The geometry of the published recipe's random crop. */
class AugmentationTest {
    private static final int HEIGHT = 8;
    private static final int WIDTH = 16;
    private static final int CROP = 32;

    /** Rows of grey 10, 20, ...; the label is the row's number. */
    private static Sample rows() {
        byte[] raster = new byte[HEIGHT * WIDTH * 3];
        byte[] label = new byte[HEIGHT * WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            Arrays.fill(raster, y * WIDTH * 3, (y + 1) * WIDTH * 3, (byte) (10 * (y + 1)));
            Arrays.fill(label, y * WIDTH, (y + 1) * WIDTH, (byte) y);
        }
        return new Sample(
                "rows", HEIGHT, WIDTH, List.of(new Sample.Frame(0, raster)), new LabelRaster(WIDTH, HEIGHT, label));
    }

    private static Sample cropped(int shortSide, double scale, double mirror) {
        return new Augmentation(CROP, CROP, shortSide, scale, scale, 1, mirror, 0, 0, 0, List.of(Modality.LIDAR))
                .apply(rows(), new SplittableRandom(7));
    }

    @Test
    void aSampleThatIsTooSmallLiesAtTheUpperLeftAndTheRestIsIgnored() {
        for (double mirror : new double[] {0, 1}) {
            Sample crop = cropped(16, 1, mirror);
            for (int y = 0; y < CROP; y++) {
                for (int x = 0; x < CROP; x++) {
                    boolean inside = y < 16;
                    assertThat(crop.label().at(x, y)).isEqualTo(inside ? y / 2 : 255);
                    assertThat(crop.frames().get(0).raster()[3 * (y * CROP + x)])
                            .isEqualTo((byte) (inside ? 10 * (y / 2 + 1) : 0));
                }
            }
        }
        Sample narrow = cropped(16, 0.5, 1);
        assertThat(narrow.label().at(15, 7)).isEqualTo(7);
        assertThat(narrow.label().at(16, 7)).isEqualTo(255);
        assertThat(narrow.label().at(15, 8)).isEqualTo(255);
    }

    @Test
    void zoomOneBringsTheShortSideToItsSizeAndTheCropIsFilled() {
        Sample crop = cropped(32, 1, 0);
        for (int y = 0; y < CROP; y++) {
            assertThat(crop.label().at(0, y)).isEqualTo(y / 4);
        }
        Sample twice = cropped(32, 2, 0);
        assertThat(twice.label().at(0, 31) - twice.label().at(0, 0)).isEqualTo(3);
        assertThat(twice.label().classIds()).doesNotContain((byte) 255);
    }

    @Test
    void withoutAShortSideZoomsAreOfTheSamplesOwnPixels() {
        Sample crop = cropped(0, 4, 0);
        assertThat(crop.label().at(0, 0)).isZero();
        assertThat(crop.label().at(31, 31)).isEqualTo(7);
    }

    @Test
    void upsideDownTurnsFramesAndLabelTogether() {
        Sample crop = new Augmentation(CROP, CROP, 32, 1, 1, 1, 0, 1, 0, 0, List.of(Modality.LIDAR))
                .apply(rows(), new SplittableRandom(7));
        for (int y = 0; y < CROP; y++) {
            assertThat(crop.label().at(0, y)).isEqualTo(7 - y / 4);
            assertThat(crop.frames().get(0).raster()[3 * y * CROP]).isEqualTo((byte) (10 * (8 - y / 4)));
        }
    }

    /** One pixel in 64 has class 1, in the upper left corner; crops are a 16th of the sample. */
    private static int cropsWithTheRareClass(double maxClassShare) {
        int side = 4 * CROP;
        byte[] label = new byte[side * side];
        for (int y = 0; y < side / 8; y++) {
            Arrays.fill(label, y * side, y * side + side / 8, (byte) 1);
        }
        Sample sample = new Sample(
                "field",
                side,
                side,
                List.of(new Sample.Frame(0, new byte[3 * side * side])),
                new LabelRaster(side, side, label));
        Augmentation augmentation =
                new Augmentation(CROP, CROP, 0, 1, 1, maxClassShare, 0, 0, 0, 0, List.of(Modality.LIDAR));
        SplittableRandom random = new SplittableRandom(3);
        int shown = 0;
        for (int i = 0; i < 200; i++) {
            int pixels = 0;
            for (byte id : augmentation.apply(sample, random).label().classIds()) {
                pixels += id;
            }
            shown += pixels >= CROP * CROP / 10 ? 1 : 0;
        }
        return shown;
    }

    @Test
    void cropsThatShowNearlyOneClassOnlyAreDrawnAgain() {
        // A place at random shows a tenth of the rare class in 1 of 150 cases, and ten places in 1 of 16.
        assertThat(cropsWithTheRareClass(1)).isLessThan(6);
        assertThat(cropsWithTheRareClass(0.9)).isBetween(8, 30);
    }
}
