package io.lynceus.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    private final Path folder;

    SafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Checkpoint sample() {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("b.weight", TensorData.of(new float[] {1, -2.5f, 3e-8f, 4, 5, 6}, List.of(2L, 3L)));
        tensors.put("a", TensorData.of(new float[] {Float.NaN}, List.of()));
        tensors.put("empty", TensorData.of(new float[0], List.of(0L, 4L)));
        tensors.put("bytes", new TensorData(ElementType.U8, List.of(3L), ByteBuffer.wrap(new byte[] {1, 2, -1})));
        return new Checkpoint(tensors, Map.of("seed", "7", "note", "Ärger \"quoted\""));
    }

    @Test
    void whatIsWrittenIsReadBackInItsOrder() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, sample());
        Checkpoint read = Checkpoint.read(file);
        assertThat(read.tensors().keySet()).containsExactly("b.weight", "a", "empty", "bytes");
        assertThat(read.metadata()).isEqualTo(sample().metadata());
        sample().tensors().forEach((name, tensor) -> {
            TensorData found = Objects.requireNonNull(read.tensors().get(name));
            assertThat(found.type()).isEqualTo(tensor.type());
            assertThat(found.shape()).isEqualTo(tensor.shape());
            assertThat(found.floats()).isEqualTo(tensor.floats());
        });
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void dataStartsAtAMultipleOfEightBytes() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, sample());
        long header = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(header % 8).isZero();
    }

    /** Only what is needed must be readable. */
    @Test
    void aTensorOfAnUnknownTypeIsLeftOutAndTheRestIsRead() throws IOException {
        Path file = file(
                -1,
                """
                {"w":{"dtype":"F8","shape":[4],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
                8);
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("v");
    }

    private Path file(long headerLength, String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(headerLength < 0 ? text.length : headerLength).put(text);
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}            | not valid JSON
            []                                                               | not a JSON object
            {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}           | needs 12 bytes and has 8
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}          | lies at [4, 12] of 8 bytes
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}           | lies at [8, 0]
            {"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}          | -2 is not a size
            {"w":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}         | 2.5 is not a size
            {"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}} | impossible shape
            {"w":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}           | lacks its shape
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | overlap
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | overlap
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}           | leave a gap
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}           | take 4 bytes and the file has 8
            {"w":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}       | take 4 bytes and the file has 8
            {"w":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,400]}}     | take 400 bytes and the file has 8
            {"w":7}                                                          | lacks its shape
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{}}    | not valid JSON
            """)
    void headersThatContradictThemselvesAreRefused(String header, String reason) throws IOException {
        Path file = file(-1, header, 8);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("made.safetensors")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "1000", "99999999", "9223372036854775807"})
    void headerLengthsBeyondTheFileAreRefused(long length) throws IOException {
        Path file = file(length, "{}", 8);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("header would have");
    }

    @Test
    void aFileOfAFewBytesIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[3]);
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("too few");
    }

    @Test
    void damagedFilesAreReadOrRefusedWithAReason() throws IOException {
        Path good = folder.resolve("w.safetensors");
        Safetensors.write(good, sample());
        byte[] whole = Files.readAllBytes(good);
        Random random = new Random(2);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = Arrays.copyOf(whole, round % 5 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int i = 0; i < 3 && damaged.length > 0; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                Checkpoint.read(file);
            } catch (CheckpointException e) {
                assertThat(e.getMessage()).contains("damaged: ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }
}
