package io.lynceus.dataset.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.dataset.message.ImageFiles;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Label images as tools write them. */
class LabelKindsTest {
    private static final ClassList CLASSES = new ClassList(
            "c",
            List.of(new SegmentClass("a", 0, 0, 0), new SegmentClass("b", 1, 1, 1), new SegmentClass("c", 2, 2, 2)));
    private static final LabelValues VALUES = LabelValues.of(CLASSES, Map.of(), List.of());
    private static final int[] IDS = {0, 1, 1, 0, 1, 0};

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static BufferedImage withIds(BufferedImage image) {
        image.getRaster().setSamples(0, 0, 3, 2, 0, IDS);
        return image;
    }

    /** A palette's colours are for people; the numbers of the pixels are the ids. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void thePixelsOfAPaletteImageAreTheIdsWhateverItsColours(int bits) throws IOException {
        byte[] red = {(byte) 200, 10};
        byte[] green = {3, (byte) 180};
        IndexColorModel palette = new IndexColorModel(bits, 2, red, green, green);
        int type = bits < 8 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED;
        byte[] file = png(withIds(new BufferedImage(3, 2, type, palette)));
        LabelRaster label = VALUES.decode(file, "label.png");
        assertThat(label.classIds()).containsExactly(0, 1, 1, 0, 1, 0);
    }

    @Test
    void aMaskOfOneBitHasTheIdsZeroAndOne() throws IOException {
        byte[] file = png(withIds(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_BINARY)));
        assertThat(VALUES.decode(file, "label.png").classIds()).containsExactly(0, 1, 1, 0, 1, 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 65535, 1 channels of 16 bits", "3, 255, 3 channels of 8 bits", "3, 65535, 3 channels of 16 bits"})
    void aLabelOfOtherChannelsOrBitsIsRefusedByWhatItIs(int channels, int fullScale, String what) {
        byte[] file = ImageFiles.png(ImageFiles.image(3, 2, channels, fullScale, new int[6 * channels]));
        assertThatThrownBy(() -> VALUES.decode(file, "label.png"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("label.png")
                .hasMessageContaining(what)
                .hasMessageContaining("convert it");
    }

    @Test
    void aLabelWithTransparencyIsRefusedByItsChannels() throws IOException {
        byte[] file = png(withIds(new BufferedImage(3, 2, BufferedImage.TYPE_4BYTE_ABGR)));
        assertThatThrownBy(() -> VALUES.decode(file, "label.png")).hasMessageContaining("4 channels of 8 bits");
    }

    /** Where classes meet, JPEG makes numbers between theirs, which may be ids of other classes. */
    @Test
    void aLabelThatWasSavedAsJpegIsRefusedUnderAnyName() {
        byte[] file = ImageFiles.jpeg(withIds(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY)));
        assertThatThrownBy(() -> VALUES.decode(file, "label.png"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a JPEG image")
                .hasMessageContaining("PNG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "version https://git-lfs.github.com/spec/v1", "<!DOCTYPE html>"})
    void whatIsNoImageIsRefusedWithItsName(String text) {
        assertThatThrownBy(() -> VALUES.decode(text.getBytes(StandardCharsets.UTF_8), "label.png"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("label.png")
                .hasMessageContaining("neither a PNG nor a JPEG");
    }

    @Test
    void anIdBeyondTheClassesIsNamedWithItsPixel() {
        byte[] file = ImageFiles.png(ImageFiles.image(3, 2, 1, 255, new int[] {0, 0, 0, 0, 0, 3}));
        assertThatThrownBy(() -> VALUES.decode(file, "label.png"))
                .hasMessageContaining("id 3 at pixel (2, 1)")
                .hasMessageContaining("0 to 2");
    }
}
