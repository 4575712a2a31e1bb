package io.lynceus.checkpoint;

import io.lynceus.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file of weights, reading it ends as tensors or in a sentence that names the file. */
class CheckpointFuzzTest {
    /** A dictionary of one tensor "w", by pickle protocol 2: a view of storage "0" with four float32. */
    private static final byte[] PROTOCOL_2 = pickle(
            "80027D28 580100000077",
            "c",
            "torch._utils\n_rebuild_tensor_v2\n",
            "2828 580700000073746F72616765",
            "c",
            "torch\nFloatStorage\n",
            "580100000030 5803000000637075 4B0474 51 4B00 4A02000000 85 4B02 85 89 4E 74 52 75 2E");

    /** The same by protocol 4, in frames and with memory, and some bytes beside it. */
    private static final byte[] PROTOCOL_4 = pickle(
            "800495 0000000000000000 7D9428 8C0177 94 8C0C",
            "torch._utils",
            "94 8C12",
            "_rebuild_tensor_v2",
            "94 9394 2828 8C07",
            "storage",
            "94 8C05",
            "torch",
            "94 8C0C",
            "FloatStorage",
            "94 9394 8C0130 94 8C03",
            "cpu",
            "94 4B0474 94 51 4B00 4B0485 4B0185 89 4E 74 52 8C03",
            "rng",
            "94 43020708 75 2E");

    @TempDir
    private Path folder;

    /** Takes hexadecimal digits and text in turn; a text {@code c} is an opcode. */
    private static byte[] pickle(String... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : parts) {
            String digits = part.replace(" ", "");
            boolean hex = digits.length() % 2 == 0 && digits.matches("[0-9A-F]+");
            out.writeBytes(hex ? HexFormat.of().parseHex(digits) : part.getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static byte[] zip(byte[] pickle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            entry(zip, "made/data.pkl", pickle);
            entry(zip, "made/data/0", new byte[16]);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        entry.setSize(bytes.length);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static void use(Path file) throws IOException {
        Checkpoint read = Checkpoint.read(file).withoutWrapper();
        read.tensors().values().forEach(tensor -> {
            if (tensor.type() == ElementType.F32) {
                tensor.floats();
            }
        });
    }

    @Test
    void theSeedsAreWhole() throws IOException {
        use(Files.write(folder.resolve("2.pt"), zip(PROTOCOL_2)));
        use(Files.write(folder.resolve("4.pt"), zip(PROTOCOL_4)));
    }

    @Test
    void aDamagedPickleInAWholeFileIsReadOrRefused() {
        Path file = folder.resolve("a.pt");
        new Fuzz(getClass(), "pickle", List.of(PROTOCOL_2, PROTOCOL_4), CheckpointException.class).run(input -> {
            Files.write(file, zip(input));
            use(file);
        });
    }

    @Test
    void aDamagedFileOfPyTorchIsReadOrRefused() throws IOException {
        new Fuzz(getClass(), "pytorch", List.of(zip(PROTOCOL_2), zip(PROTOCOL_4)), CheckpointException.class)
                .runInFile(folder.resolve("a.pt"), CheckpointFuzzTest::use);
    }

    @Test
    void aDamagedSafetensorsFileIsReadOrRefused() throws IOException {
        Path seed = folder.resolve("seed.safetensors");
        Safetensors.write(
                seed,
                new Checkpoint(
                        Map.of(
                                "module.a",
                                TensorData.of(new float[] {1, 2, 3, 4}, List.of(2L, 2L)),
                                "module.b",
                                TensorData.of(new float[] {5}, List.of())),
                        Map.of("card", "x")));
        new Fuzz(getClass(), "safetensors", List.of(Files.readAllBytes(seed)), CheckpointException.class)
                .runInFile(folder.resolve("a.safetensors"), CheckpointFuzzTest::use);
    }
}
