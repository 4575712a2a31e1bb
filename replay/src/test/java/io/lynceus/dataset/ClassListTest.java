package io.lynceus.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassListTest {
    @Test
    void deliverHasItsTwentyFiveClassesAtTheirTrainIds() {
        assertThat(ClassList.DELIVER.size()).isEqualTo(25);
        assertThat(ClassList.DELIVER.nameOf(0)).isEqualTo("Building");
        assertThat(ClassList.DELIVER.nameOf(12)).isEqualTo("Sky");
        assertThat(ClassList.DELIVER.nameOf(24)).isEqualTo("Truck");
        assertThat(ClassList.DELIVER.idOf("TwoWheeler")).hasValue(22);
        assertThat(ClassList.DELIVER.rgbOf(6)).isEqualTo(0x804080);
    }

    @Test
    void thePaletteListsRedGreenBlueByClass() {
        byte[] palette = ClassList.DELIVER.palette();
        assertThat(palette).hasSize(75);
        assertThat(palette[3 * 3] & 0xFF).isEqualTo(220);
        assertThat(palette[3 * 3 + 1] & 0xFF).isEqualTo(20);
        assertThat(palette[3 * 3 + 2] & 0xFF).isEqualTo(60);
    }

    @Test
    void pixelsToIgnoreAreBlack() {
        assertThat(ClassList.DELIVER.nameOf(ClassList.IGNORE)).isEqualTo("ignore");
        assertThat(ClassList.DELIVER.rgbOf(ClassList.IGNORE)).isZero();
    }

    @Test
    void anUnknownIdIsRefusedWithTheRangeAllowed() {
        assertThatThrownBy(() -> ClassList.DELIVER.nameOf(25))
                .hasMessageContaining("25")
                .hasMessageContaining("0 to 24");
    }

    @Test
    void noClassStandsTwiceInAList() {
        SegmentClass road = new SegmentClass("Road", 1);
        assertThatThrownBy(() -> new ClassList("own", List.of(road, road))).hasMessageContaining("'Road' twice");
    }
}
