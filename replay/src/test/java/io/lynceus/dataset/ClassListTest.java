package io.lynceus.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.deliver.DeliverDataset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassListTest {
    @Test
    void deliverHasItsTwentyFiveClassesAtTheirTrainIds() {
        assertThat(DeliverDataset.CLASSES.size()).isEqualTo(25);
        assertThat(DeliverDataset.CLASSES.nameOf(0)).isEqualTo("Building");
        assertThat(DeliverDataset.CLASSES.nameOf(12)).isEqualTo("Sky");
        assertThat(DeliverDataset.CLASSES.nameOf(24)).isEqualTo("Truck");
        assertThat(DeliverDataset.CLASSES.idOf("TwoWheeler")).hasValue(22);
        assertThat(DeliverDataset.CLASSES.rgbOf(6)).isEqualTo(0x804080);
    }

    @Test
    void thePaletteListsRedGreenBlueByClass() {
        byte[] palette = DeliverDataset.CLASSES.palette();
        assertThat(palette).hasSize(75);
        assertThat(palette[3 * 3] & 0xFF).isEqualTo(220);
        assertThat(palette[3 * 3 + 1] & 0xFF).isEqualTo(20);
        assertThat(palette[3 * 3 + 2] & 0xFF).isEqualTo(60);
    }

    @Test
    void pixelsToIgnoreAreBlack() {
        assertThat(DeliverDataset.CLASSES.nameOf(ClassList.IGNORE)).isEqualTo("ignore");
        assertThat(DeliverDataset.CLASSES.rgbOf(ClassList.IGNORE)).isZero();
    }

    @Test
    void anUnknownIdIsRefusedWithTheRangeAllowed() {
        assertThatThrownBy(() -> DeliverDataset.CLASSES.nameOf(25))
                .hasMessageContaining("25")
                .hasMessageContaining("0 to 24");
    }

    @Test
    void noClassStandsTwiceInAList() {
        SegmentClass road = new SegmentClass("Road", 1);
        assertThatThrownBy(() -> new ClassList("own", List.of(road, road))).hasMessageContaining("'Road' twice");
    }
}
