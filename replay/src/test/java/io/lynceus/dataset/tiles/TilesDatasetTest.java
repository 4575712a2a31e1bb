package io.lynceus.dataset.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.layout.MiniTiles;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilesDatasetTest {
    private static final int SIDE = 32;
    private static final byte NOWHERE = (byte) 254;

    @TempDir
    private Path folder;

    private MiniTiles mini;

    @BeforeEach
    void write() {
        mini = MiniTiles.write(folder);
    }

    private Recording open(String split, boolean judged) {
        return new TilesDataset()
                .open(new DatasetRequest(
                        folder,
                        split,
                        10,
                        judged,
                        Map.of("description", mini.yaml().toString())));
    }

    private static Raster picture(Recording recording, int sample, int channel) throws Exception {
        RecordedFrame frame =
                recording.sampleFrame(sample, recording.channels().get(channel)).orElseThrow();
        byte[] png = CompressedImage.parseFrom(frame.value()).getData().toByteArray();
        return ImageIO.read(new ByteArrayInputStream(png)).getRaster();
    }

    /** Where a window lies, by its id, such as 5@x24y48. */
    private static int[] place(RecordedSample sample) {
        String[] parts = sample.id().split("@x|y");
        return new int[] {Integer.parseInt(parts[1]), Integer.parseInt(parts[2])};
    }

    @Test
    void aWindowIsAPartOfItsTileWithColoursAsTheyAreAndHeightsFromTheLeastToTheLargest() throws Exception {
        MiniTiles.Ground ground = mini.ground("1");
        float least = 1e9f;
        float largest = 0;
        for (float height : ground.heights()) {
            least = Math.min(least, height);
            largest = Math.max(largest, height);
        }
        try (Recording recording = open("train", false)) {
            for (int s = 0; s < recording.samples().size(); s++) {
                int[] at = place(recording.samples().get(s));
                Raster rgb = picture(recording, s, 0);
                Raster dsm = picture(recording, s, 1);
                assertThat(rgb.getWidth()).isEqualTo(SIDE);
                for (int y = 0; y < SIDE; y++) {
                    for (int x = 0; x < SIDE; x++) {
                        int i = (at[1] + y) * MiniTiles.WIDTH + at[0] + x;
                        for (int band = 0; band < 3; band++) {
                            assertThat(rgb.getSample(x, y, band)).isEqualTo(ground.rgb()[3 * i + band] & 0xFF);
                        }
                        double stretched = 255.0 * (ground.heights()[i] - least) / (largest - least);
                        assertThat(Math.abs(dsm.getSample(x, y, 0) - stretched)).isLessThanOrEqualTo(0.51);
                    }
                }
            }
        }
    }

    /** Puts the windows' labels together again; every pixel must come once. */
    private static byte[] together(Recording recording) {
        byte[] whole = new byte[MiniTiles.WIDTH * MiniTiles.HEIGHT];
        Arrays.fill(whole, NOWHERE);
        for (RecordedSample sample : recording.samples()) {
            int[] at = place(sample);
            LabelRaster label = recording.labels().orElseThrow().of(sample.id()).orElseThrow();
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int i = (at[1] + y) * MiniTiles.WIDTH + at[0] + x;
                    if (label.at(x, y) != 255) {
                        assertThat(whole[i]).as("pixel %d of %s", i, sample).isEqualTo(NOWHERE);
                        whole[i] = (byte) label.at(x, y);
                    }
                }
            }
        }
        return whole;
    }

    @Test
    void overAllWindowsEveryLabelledPixelOfATileCountsExactlyOnce() throws Exception {
        try (Recording recording = open("val", false)) {
            assertThat(recording.samples()).hasSizeGreaterThan(20);
            assertThat(together(recording)).isEqualTo(mini.ground("5").ids());
        }
    }

    @Test
    void judgedLabelsHaveNoBoundaries() throws Exception {
        byte[] expected = mini.ground("5").eroded();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = expected[i] == (byte) 255 ? NOWHERE : expected[i];
        }
        try (Recording recording = open("val", true)) {
            assertThat(together(recording)).isEqualTo(expected);
        }
    }

    @Test
    void aColourThatBelongsToNoClassDoesNotCount() throws Exception {
        byte[] eroded = mini.ground("5").eroded();
        int pixel = 0;
        while (eroded[pixel] == (byte) 255) {
            pixel++;
        }
        mini.paintUnknown("5", pixel % MiniTiles.WIDTH, pixel / MiniTiles.WIDTH);
        try (Recording recording = open("val", true)) {
            assertThat(together(recording)[pixel]).isEqualTo(NOWHERE);
        }
    }

    @Test
    void startsRunToTheBorderAndThePublishedOnesComeAgainThere() {
        assertThat(new WindowGrid(32, 24).starts(100, false)).containsExactly(0, 24, 48, 68);
        assertThat(new WindowGrid(32, 24).starts(100, true)).containsExactly(0, 24, 48, 68, 68);
        assertThat(new WindowGrid(32, 32).starts(64, false)).containsExactly(0, 32);
    }

    @ParameterizedTest
    @CsvSource({"vaihingen-mfnet, 12, 4", "vaihingen-mobanet, 16, 17", "potsdam-mfnet, 18, 6", "potsdam-mobanet, 23, 14"
    })
    void theShippedDescriptionsHaveThePublishedSplits(String name, int learned, int judged) {
        Path configs = Path.of(System.getProperty("lynceus.root", "..")).resolve("configs");
        TileDescription shipped = Settings.read(configs.resolve(name + ".tiles.yaml"), TileDescription.EMPTY);
        assertThat(shipped.split("train")).hasSize(learned).doesNotContainAnyElementsOf(shipped.split("val"));
        assertThat(shipped.split("val")).hasSize(judged);
        assertThat(shipped.classList().size()).isEqualTo(6);
    }

    @Test
    void aPatternTakesTheIdAsItIsOrInTwoDigits() {
        Path root = Path.of("/data");
        assertThat(TileDescription.file(root, "a/{id}_b.tif", "6_10")).hasToString("/data/a/6_10_b.tif");
        assertThat(TileDescription.file(root, "a/{id2}.tif", "6_10")).hasToString("/data/a/06_10.tif");
    }

    @Test
    void aMissingFileAWrongSplitAndAWrongStrideAreNamed() throws Exception {
        assertThatThrownBy(() -> open("test", true))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'test'")
                .hasMessageContaining("train");
        Files.delete(folder.resolve("dsm/area5.tif"));
        assertThatThrownBy(() -> open("val", true))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("area5.tif")
                .hasMessageContaining("1 files");
        Files.writeString(mini.yaml(), Files.readString(mini.yaml()).replace("stride: 24", "stride: 33"));
        assertThatThrownBy(() -> open("train", true))
                .hasMessageContaining("33")
                .hasMessageContaining("1 to the window");
    }

    @Test
    void aTileThatIsTwiceInASplitIsRefusedAndOneOfTwoSplitsIsRemarkedOn() throws Exception {
        String yaml = Files.readString(mini.yaml());
        String train = yaml.replaceFirst("(?s).*train: \\['?([^'\\],]+)'?.*", "$1");
        Files.writeString(mini.yaml(), yaml.replaceFirst("val: \\[", "val: ['" + train + "', '" + train + "', "));
        assertThatThrownBy(() -> open("val", false))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("splits.val has the tile '" + train + "' twice");
        Files.writeString(mini.yaml(), yaml.replaceFirst("val: \\[", "val: ['" + train + "', "));
        try (Recording both = open("val", false)) {
            assertThat(both.remarks()).singleElement().asString().contains("of val are in train too");
        }
    }

    @Test
    void aBlankKeyOfTheDescriptionKeepsItsDefault() throws Exception {
        String yaml = Files.readString(mini.yaml());
        String blank = yaml.replaceFirst("(?m)^(judgedStride):.*$", "$1:");
        assertThat(blank).isNotEqualTo(yaml);
        Files.writeString(
                mini.yaml(),
                blank.replaceFirst("(?m)^window: .*$", "window:").replaceFirst("(?m)^stride: .*$", "stride:"));
        assertThatThrownBy(() -> open("train", false)).hasMessageContaining("a window 256 x 256");
    }
}
