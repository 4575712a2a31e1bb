package io.lynceus.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people download in place of weights. */
class ForeignFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            'version https://git-lfs.github.com/spec/v1 oid sha256:4d7a' | git lfs pull
            '<!DOCTYPE html><html lang="en">'                            | saved web page
            '  <HTML><head><title>Google Drive - Virus scan'             | saved web page
            '<?xml version="1.0"?><Error><Code>AccessDenied'             | saved web page
            '{"error":"Repository not found"}'                           | JSON
            '{ "metadata": {}, "weight_map": {} }'                       | JSON
            'Invalid username or password.'                              | text and not weights
            """)
    void textInPlaceOfWeightsIsRefusedByWhatItIs(String text, String what) throws IOException {
        Path file = Files.writeString(folder.resolve("w.safetensors"), text);
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("w.safetensors: ")
                .hasMessageContaining(what)
                .hasMessageContaining("download the file");
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b0800000000000003, gzip",
        "894844460d0a1a0a00, HDF5",
        "934e554d5059010076, NumPy",
        "4747554603000000ff, GGUF",
        "fd377a585a000004e6, xz"
    })
    void anotherKindOfFileIsNamed(String hex, String what) throws IOException {
        Path file = Files.write(folder.resolve("w.bin"), HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining(what);
    }

    @ParameterizedTest
    @CsvSource({
        "80028a0a6cfc9c46f920, legacy PyTorch file, torch.load(",
        "80049503000000000000, protocol 4, pickle.load(open(",
        "80027d7100, protocol 2, pickle.load(open("
    })
    void aPickleComesWithTheTwoLinesThatConvertIt(String hex, String what, String load) throws IOException {
        Path file = Files.write(folder.resolve("w.pth"), HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> Checkpoint.read(file))
                .hasMessageContaining(what)
                .hasMessageContaining("\n  m = " + load + "'w.pth'")
                .hasMessageContaining("\n  torch.save(m.state_dict()");
    }

    /** A file of bytes that no rule knows is safetensors or nothing; safetensors begins with the length of its header. */
    @Test
    void safetensorsIsNeverTakenForText() throws IOException {
        for (int length = 2; length < 1 << 16; length += 3) {
            byte[] start = new byte[16];
            start[0] = (byte) length;
            start[1] = (byte) (length >> 8);
            System.arraycopy("{\"w\":{\"d".getBytes(StandardCharsets.US_ASCII), 0, start, 8, 8);
            assertThat(ForeignFile.describe(folder.resolve("w"), start))
                    .as("length %d", length)
                    .isEmpty();
        }
    }
}
