package io.lynceus.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loading and refusing model files (R13), and what a call gives back. */
class OnnxSegmenterTest {
    @TempDir
    Path folder;

    private static OnnxSegmenter open(Path model) {
        return OnnxSegmenter.open(model, List.of(ExecutionProvider.CPU), 1);
    }

    @Test
    void setsOfOneCallComeBackInOrderWithTheirOwnRouting() {
        long before = NativeObjects.open();
        try (OnnxSegmenter segmenter = open(TinyModel.write(folder))) {
            ByteBuffer raster = ByteBuffer.allocateDirect(TinyModel.SIDE * TinyModel.SIDE * 3);
            SetInput.InputFrame frame = new SetInput.InputFrame(0, raster);
            List<Mask> masks =
                    segmenter.segment(List.of(new SetInput(List.of(frame)), new SetInput(List.of(frame, frame))));
            assertThat(masks).hasSize(2);
            assertThat(masks.get(0).classes()).containsOnly(TinyModel.CLASS);
            assertThat(masks.get(0).routing()).isDeepEqualTo(new float[][] {{1}});
            assertThat(masks.get(1).routing()).isDeepEqualTo(new float[][] {{1}, {1}});
        }
        assertThat(NativeObjects.open()).as("every native object is closed").isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void levelsComeOutFinestFirstWhateverTheContractsVersion(int contract) {
        try (OnnxSegmenter segmenter = open(TinyModel.writeWithLevels(folder, contract))) {
            ByteBuffer raster = ByteBuffer.allocateDirect(TinyModel.SIDE * TinyModel.SIDE * 3);
            SetInput set = new SetInput(List.of(new SetInput.InputFrame(0, raster)));
            float[][] finestFirst = {contract == 1 ? new float[] {0.3f, 0.2f, 0.1f} : new float[] {0.1f, 0.2f, 0.3f}};
            assertThat(segmenter.segment(List.of(set)).get(0).routing()).isDeepEqualTo(finestFirst);
        }
    }

    @Test
    void aModelOfWhichOneBitOfAWeightIsDamagedIsRefused() throws IOException {
        Path model = TinyModel.writeWithChecksum(folder);
        open(model).close();
        byte[] bytes = Files.readAllBytes(model);
        int weight = indexOf(bytes, new byte[] {0, 0, (byte) 0x80, 0x3f}); // 1f, the level's weight
        bytes[weight] ^= 1;
        Files.write(model, bytes);
        assertRefused(model, "is damaged", "checksum", "copy the file again");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("the weight is not in the file");
    }

    @Test
    void aModelWhoseInputHasAnotherNameIsRefused() {
        assertRefused(TinyModel.writeWithInput(folder, "images"), "no input 'frames'", "[images", "trainer export");
    }

    @Test
    void aModelWhoseInputHasAnotherSizeThanItsCardIsRefused() {
        assertRefused(TinyModel.writeWithSide(folder, 96), "'frames'", "[-1, 96, 96, 3]", "[-1, 64, 64, 3]");
    }

    @Test
    void aModelWithoutCardIsRefused() {
        assertRefused(TinyModel.writeWithoutCard(folder), "metadata entry 'lynceus.model' is missing");
    }

    @Test
    void aFileThatIsNotThereOrNoModelIsRefused() throws Exception {
        assertRefused(folder.resolve("absent.onnx"), "absent.onnx does not exist", "give an .onnx file");
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model at all");
        assertRefused(text, "text.onnx cannot be loaded", "it must be an ONNX file");
    }

    private static void assertRefused(Path model, String... words) {
        long before = NativeObjects.open();
        assertThatThrownBy(() -> open(model)).isInstanceOf(ModelException.class).hasMessageContainingAll(words);
        assertThat(NativeObjects.open()).as("what was opened is closed").isEqualTo(before);
    }
}
