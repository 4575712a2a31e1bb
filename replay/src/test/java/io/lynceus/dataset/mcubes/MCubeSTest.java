package io.lynceus.dataset.mcubes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.layout.MiniMCubeS;
import io.lynceus.dataset.layout.Truth;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MCubeSTest {
    private static final int PIXELS = MiniMCubeS.WIDTH * MiniMCubeS.HEIGHT;

    @TempDir
    private Path folder;

    private static Map<String, RawImage> images(Recording recording, String id) throws Exception {
        Map<String, RawImage> images = new HashMap<>();
        List<RecordedFrame> frames = new ArrayList<>();
        recording.frames(recording.start()).forEachRemaining(frames::add);
        for (RecordedFrame frame : frames) {
            if (frame.sampleId().orElseThrow().equals(id)) {
                RawImage image = RawImage.parseFrom(frame.value());
                assertThat(Stamp.of(image.getTimestamp())).isEqualTo(frame.stamp());
                assertThat(image.getWidth()).isEqualTo(MiniMCubeS.WIDTH);
                assertThat(image.getHeight()).isEqualTo(MiniMCubeS.HEIGHT);
                assertThat(image.getEncoding()).isEqualTo(frame.channel().format());
                images.put(frame.channel().sensor(), image);
            }
        }
        return images;
    }

    @Test
    void imagesComeWithoutTheColumnsOnTheLeft() throws Exception {
        MiniMCubeS mini = MiniMCubeS.write(folder);
        Recording recording = MCubeS.open(folder, "test", 5);
        for (Map.Entry<String, Truth> sample : mini.samples().entrySet()) {
            Truth truth = sample.getValue();
            Map<String, RawImage> images = images(recording, sample.getKey());
            assertThat(images.get("rgb").getData().toByteArray()).isEqualTo(truth.rgb());
            ByteBuffer nir = images.get("nir").getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer degree =
                    images.get("dolp").getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            byte[] angle = images.get("aolp").getData().toByteArray();
            for (int i = 0; i < PIXELS; i++) {
                assertThat(nir.getShort(2 * i)).isEqualTo(truth.street().depthMillimetres()[i]);
                assertThat((degree.getShort(2 * i) & 0xFFFF) / 65535.0)
                        .isCloseTo(MiniMCubeS.degree(truth, i), within(1e-5));
                double radians = MiniMCubeS.angle(truth, i);
                assertThat((angle[3 * i] & 0xFF) / 127.5 - 1).isCloseTo(Math.sin(radians), within(0.0040));
                assertThat((angle[3 * i + 1] & 0xFF) / 127.5 - 1).isCloseTo(Math.cos(radians), within(0.0040));
                assertThat(angle[3 * i + 2]).isEqualTo(angle[3 * i]);
            }
        }
    }

    @Test
    void labelsAreMaterialsOfTheSamePixels() throws Exception {
        MiniMCubeS mini = MiniMCubeS.write(folder);
        Recording recording = MCubeS.open(mini.root(), "test", 5);
        Labels labels = recording.labels().orElseThrow();
        assertThat(labels.classes()).isEqualTo(MCubeSDataset.CLASSES);
        for (RecordedSample sample : recording.samples()) {
            LabelRaster label = labels.at(sample.stamp()).orElseThrow();
            assertThat(label.width()).isEqualTo(MiniMCubeS.WIDTH);
            for (int i = 0; i < PIXELS; i++) {
                assertThat(label.classIds()[i] & 0xFF)
                        .isEqualTo(MiniMCubeS.material(mini.samples().get(sample.id()), i));
            }
        }
    }

    @Test
    void samplesComeInTheOrderOfTheirList() throws Exception {
        MiniMCubeS mini = MiniMCubeS.write(folder);
        assertThat(MCubeS.open(folder, "test", 5).samples())
                .extracting(RecordedSample::id)
                .containsExactlyElementsOf(mini.samples().keySet());
        assertThat(MCubeS.open(folder, "train", 5).samples()).hasSize(1);
    }

    @Test
    void whatIsMissingIsSaidWithWhatIsThere() throws Exception {
        MiniMCubeS mini = MiniMCubeS.write(folder);
        assertThatThrownBy(() -> MCubeS.open(folder, "validation", 5))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no validation.txt")
                .hasMessageContaining("test.txt, train.txt");
        String id = mini.samples().keySet().iterator().next();
        Files.delete(mini.root().resolve("GT/" + id + ".png"));
        assertThatThrownBy(() -> MCubeS.open(folder, "test", 5))
                .hasMessageContaining("lacks 1 files of the 3 samples")
                .hasMessageContaining("GT/" + id + ".png");
    }

    @Test
    void aDamagedArrayIsRefusedWithItsName() throws Exception {
        MiniMCubeS mini = MiniMCubeS.write(folder);
        Path array = mini.root()
                .resolve("polL_dolp/" + mini.samples().keySet().iterator().next() + ".npy");
        byte[] bytes = Files.readAllBytes(array);
        Files.write(array, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        assertThatThrownBy(() -> NpyFile.read(array))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(array.toString())
                .hasMessageContaining("24 x 224 numbers of 4 bytes were announced");
        Files.writeString(array, "no array, but some text");
        assertThatThrownBy(() -> NpyFile.read(array)).hasMessageContaining("no NumPy array");
    }
}
