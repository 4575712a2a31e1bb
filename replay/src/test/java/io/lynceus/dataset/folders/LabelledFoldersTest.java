package io.lynceus.dataset.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.layout.MiniFolders;
import io.lynceus.dataset.layout.Truth;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.settings.SettingsException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledFoldersTest {
    @TempDir
    private Path folder;

    @Test
    void aSplitIsARecordingOfItsImagesAndLabels() throws Exception {
        MiniFolders mini = MiniFolders.write(folder);
        Recording recording = LabelledFolders.open(mini.yaml(), mini.root()).recording("train", 20);
        assertThat(recording.name()).isEqualTo("three/train");
        assertThat(recording.channels()).extracting(Channel::sensor).containsExactly("rgb", "nir");
        List<RecordedFrame> frames = new ArrayList<>();
        recording.frames(recording.start()).forEachRemaining(frames::add);
        assertThat(frames).hasSize(4);
        for (RecordedFrame frame : frames) {
            Truth truth = mini.samples().get(frame.sampleId().orElseThrow());
            BufferedImage image = ImageFiles.decode(
                    CompressedImage.parseFrom(frame.value()).getData().toByteArray(), "image");
            int channels = frame.channel().sensor().equals("rgb") ? 3 : 1;
            byte[] samples = channels == 3 ? truth.rgb() : truth.depth8();
            for (int i = 0; i < samples.length; i++) {
                int pixel = i / channels;
                assertThat(image.getRaster().getSample(pixel % 40, pixel / 40, i % channels))
                        .isEqualTo(samples[i] & 0xFF);
            }
            LabelRaster label =
                    recording.labels().orElseThrow().at(frame.stamp()).orElseThrow();
            for (int i = 0; i < 40 * 30; i++) {
                assertThat(label.classIds()[i] & 0xFF).isEqualTo(MiniFolders.classId(truth, i));
            }
        }
    }

    @Test
    void aDescriptionThatIsNoYamlIsOneSentenceWithFileLineAndColumn() throws Exception {
        Path yaml = Files.writeString(folder.resolve("mine.dataset.yaml"), "name: mine\nlabel: 'label/{id}.png\n");
        assertThatThrownBy(() -> LabelledFolders.open(yaml, folder))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith(yaml + ": line ")
                .contains("a closing quote is expected before the file ends; ")
                .hasLineCount(1);
    }

    @Test
    void missingFilesAndSplitsAreNamed() throws Exception {
        MiniFolders mini = MiniFolders.write(folder);
        LabelledFolders folders = LabelledFolders.open(mini.yaml(), mini.root());
        assertThatThrownBy(() -> folders.recording("test", 20))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no split 'test'");
        Files.delete(mini.root().resolve("nir/002.png"));
        assertThatThrownBy(() -> LabelledFolders.open(mini.yaml(), mini.root()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("names 1 files")
                .hasMessageContaining("nir/002.png; there is colour, label, nir, street.yaml;");
    }

    @Test
    void aFileOfTwoSplitsIsMissedOnce() throws Exception {
        MiniFolders mini = MiniFolders.write(folder);
        edit(mini, "validation: ['001']", "validation: ['001', '002']");
        Files.delete(mini.root().resolve("nir/002.png"));
        assertThatThrownBy(() -> LabelledFolders.open(mini.yaml(), mini.root())).hasMessageContaining("names 1 files");
    }

    private static void writeGrey(Path file, int width, int height) throws IOException {
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    }

    private static void edit(MiniFolders mini, String from, String to) throws IOException {
        assertThat(mini.yaml()).content().contains(from);
        Files.writeString(mini.yaml(), Files.readString(mini.yaml()).replace(from, to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2, 3] | [1, 2, 300] | class road has 300 in its rgb, allowed are three numbers from 0 to 255",
                "[1, 2, 3] | [-1, 2, 3] | class road has -1 in its rgb",
                "nir/{id}.png | nir/001.png | modalities.nir is 'nir/001.png', which is one file for all samples; write {id}",
                "label/{id}.png | label/001.png | label is 'label/001.png', which is one file for all samples",
                "{rgb: 'colour/{id}_image.png', nir: 'nir/{id}.png'} | {} | modalities is empty; name the files",
            })
    void whatADescriptionCannotMeanIsRefusedWithFileAndKey(String from, String to, String what) throws Exception {
        MiniFolders mini = MiniFolders.write(folder);
        edit(mini, from, to);
        assertThatThrownBy(() -> LabelledFolders.open(mini.yaml(), mini.root()))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith(mini.yaml() + ": ")
                .contains(what)
                .hasLineCount(1);
    }

    @Test
    void anImageOfAnotherAspectThanTheOtherSensorsIsRefusedWithBothSizesAndOneOfHalfTheSizeIsNot() throws Exception {
        MiniFolders mini = MiniFolders.write(folder);
        Path nir = mini.root().resolve("nir/002.png");
        writeGrey(nir, 20, 15);
        LabelledFolders folders = LabelledFolders.open(mini.yaml(), mini.root());
        assertThat(folders.recording("train", 20).samples()).hasSize(2);

        writeGrey(nir, 40, 15);
        assertThatThrownBy(() -> folders.recording("train", 20))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(nir + " is 40 x 15 pixels, and ")
                .hasMessageContaining("002_image.png of the same sample is 40 x 30");
    }

    @Test
    void theFieldRobotsFramesCanBePlayed() throws Exception {
        Path shared = Path.of(System.getProperty("lynceus.shared", "../shared"), "data", "cwfid");
        Assumptions.assumeTrue(Files.isDirectory(shared), "no " + shared + " here");
        Path yaml = Path.of(System.getProperty("lynceus.root", ".."), "configs", "cwfid.dataset.yaml");
        Recording recording = LabelledFolders.open(yaml, shared).recording("validation", 10);
        List<RecordedFrame> frames = new ArrayList<>();
        recording.frames(recording.start()).forEachRemaining(frames::add);
        assertThat(frames).hasSize(2 * recording.samples().size());
        for (RecordedSample sample : recording.samples()) {
            assertThat(recording
                            .labels()
                            .orElseThrow()
                            .of(sample.id())
                            .orElseThrow()
                            .width())
                    .isEqualTo(648);
        }
    }
}
