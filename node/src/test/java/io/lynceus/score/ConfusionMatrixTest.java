package io.lynceus.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    @Test
    void iouIsIntersectionOverUnionByHand() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(new byte[] {0, 0, 0, 1, 1, (byte) 255}, new byte[] {0, 0, 1, 1, 2, 2});
        assertThat(matrix.iou(0)).isEqualTo(2.0 / 3);
        assertThat(matrix.iou(1)).isEqualTo(1.0 / 3);
        assertThat(matrix.iou(2)).isZero();
        assertThat(matrix.accuracy()).isEqualTo(3.0 / 5);
    }

    @Test
    void aClassThatIsNowhereLabelledDoesNotCountTowardsTheMean() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(new byte[] {0, 0, 0, 1, 1}, new byte[] {0, 0, 1, 1, 2});
        assertThat(matrix.miou()).isCloseTo((2.0 / 3 + 1.0 / 3) / 2, within(1e-12));
    }

    @Test
    void joiningMatricesIsTheSameAsAddingTheirImages() {
        byte[] labels = {0, 1, 1, 0};
        byte[] masks = {0, 1, 0, 0};
        ConfusionMatrix twice = new ConfusionMatrix(2);
        twice.add(labels, masks);
        twice.add(labels, masks);
        ConfusionMatrix joined = new ConfusionMatrix(2);
        joined.add(labels, masks);
        ConfusionMatrix other = new ConfusionMatrix(2);
        other.add(labels, masks);
        joined.add(other);
        assertThat(joined.iou(1)).isEqualTo(twice.iou(1));
        assertThat(joined.labelled(1)).isEqualTo(4);
    }

    @Test
    void anIdBeyondTheClassListIsRefused() {
        assertThatThrownBy(() -> new ConfusionMatrix(2).add(new byte[] {3}, new byte[] {0}))
                .hasMessageContaining("class id 3")
                .hasMessageContaining("only 2 classes");
    }
}
