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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
