package io.lynceus.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchZipTest {
    private final Path folder;

    PyTorchZipTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("lynceus.shared", "../shared"))
                .resolve("weights")
                .resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "needs the shared file weights/" + name);
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini_zip.pt", "mini_zip_flat.pt"})
    void everyTensorIsWhatPyTorchWrote(String name) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(shared(name));
        JsonNode expected =
                new ObjectMapper().readTree(shared("mini_expected.json").toFile());
        assertThat(checkpoint.tensors().keySet()).containsExactlyInAnyOrderElementsOf(names(expected));
        checkpoint.tensors().forEach((key, tensor) -> check(tensor, expected.path(key)));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void check(TensorData tensor, JsonNode expected) {
        Map<String, ElementType> types = Map.of(
                "float32", ElementType.F32,
                "float16", ElementType.F16,
                "bfloat16", ElementType.BF16,
                "int64", ElementType.I64,
                "bool", ElementType.BOOL,
                "float64", ElementType.F64);
        assertThat(tensor.type()).isEqualTo(types.get(expected.path("dtype").asText()));
        List<Long> shape = new ArrayList<>();
        expected.path("shape").forEach(size -> shape.add(size.asLong()));
        assertThat(tensor.shape()).isEqualTo(shape);
        float[] values = tensor.floats();
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        assertThat(sum).isCloseTo(expected.path("sum").asDouble(), within(1e-4));
        for (int i = 0; i < expected.path("first").size(); i++) {
            assertThat(values[i])
                    .isEqualTo((float) expected.path("first").get(i).asDouble());
        }
        assertThat(values[values.length - 1])
                .isEqualTo((float) expected.path("last").asDouble());
    }

    @Test
    void aLegacyFileIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> Checkpoint.read(shared("mini_legacy.pt")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("legacy PyTorch file")
                .hasMessageContaining("save it again");
    }

    /** A zip file like PyTorch's with this pickle and one storage of four float32. */
    private Path file(byte[] pickle) throws IOException {
        Path file = folder.resolve("made.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            entry(zip, "made/data.pkl", pickle);
            entry(zip, "made/data/0", new byte[16]);
        }
        return file;
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

    /** A dictionary of one tensor "w", pickled by hand: a view of storage "0" with four float32. */
    private static byte[] tensor(String function, String storage, int size, int stride) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x80, 2, '}', '('});
        text(out, "w");
        out.write(("c" + function).getBytes(StandardCharsets.US_ASCII));
        out.write('(');
        out.write('(');
        text(out, "storage");
        out.write("ctorch\nFloatStorage\n".getBytes(StandardCharsets.US_ASCII));
        text(out, storage);
        text(out, "cpu");
        out.write(new byte[] {'K', 4, 't', 'Q', 'K', 0});
        out.write(
                new byte[] {'J', (byte) size, (byte) (size >> 8), (byte) (size >> 16), (byte) (size >> 24), (byte) 0x85
                });
        out.write(new byte[] {'K', (byte) stride, (byte) 0x85, (byte) 0x89, 'N', 't', 'R', 'u', '.'});
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(new byte[] {'X', (byte) bytes.length, 0, 0, 0});
        out.write(bytes);
    }

    private static final String REBUILD = "torch._utils\n_rebuild_tensor_v2\n";

    @Test
    void aTensorPickledByHandIsRead() throws IOException {
        Checkpoint checkpoint = Checkpoint.read(file(tensor(REBUILD, "0", 2, 2)));
        assertThat(checkpoint.shapes()).containsEntry("w", List.of(2L));
    }

    @Test
    void aForeignCallableIsNamedAndNeverCalled() throws IOException {
        Path file = file(tensor("os\nsystem\n", "0", 4, 1));
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("would call os.system");
    }

    @Test
    void aViewOutsideItsStorageIsRefused() throws IOException {
        Path beyond = file(tensor(REBUILD, "0", 3, 2));
        assertThatThrownBy(() -> Checkpoint.read(beyond)).hasMessageContaining("does not lie in its storage");
        Path blownUp = file(tensor(REBUILD, "0", 2_000_000_000, 0));
        assertThatThrownBy(() -> Checkpoint.read(blownUp)).hasMessageContaining("does not lie in its storage");
    }

    @Test
    void aStorageKeyIsNoPath() throws IOException {
        Path file = file(tensor(REBUILD, "../../etc/passwd", 4, 1));
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("which is not known");
        Path missing = file(tensor(REBUILD, "7", 4, 1));
        assertThatThrownBy(() -> Checkpoint.read(missing)).hasMessageContaining("entry made/data/7 is missing");
    }

    @Test
    void aForeignOpcodeIsRefusedWithItsPlace() throws IOException {
        Path file = file(new byte[] {(byte) 0x80, 2, 'i', 'o', 's', '\n'});
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("opcode 0x69 at byte 2");
    }

    /** What {@code torch.save({'model': ..., 'args': Namespace(...)}, ...)} begins with. */
    @Test
    void argumentsBesideTheWeightsAreRefusedByWhatTheyAreWithTheTwoLinesThatConvert() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x80, 2, '}', '('});
        text(out, "args");
        out.write("cargparse\nNamespace\n)".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[] {(byte) 0x81, '}', 'b', 'u', '.'});
        Path file = file(out.toByteArray());
        assertThatThrownBy(() -> Checkpoint.read(file))
                .hasMessageContaining("arguments of a training script (argparse.Namespace)")
                .hasMessageContaining("\n  m = torch.load('made.pt'")
                .hasMessageContaining("\n  torch.save(m.state_dict()");
    }

    @Test
    void aWholeModuleIsRefusedByTheNameOfItsClass() throws IOException {
        Path file = file(
                "\u0080\u0002ctorchvision.models.resnet\nResNet\n)\u0081}b.".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Checkpoint.read(file))
                .hasMessageContaining("torchvision.models.resnet.ResNet")
                .hasMessageContaining("\n  m = torch.load('made.pt'");
    }

    @Test
    void aSingleValueIsNoDictionaryOfTensors() throws IOException {
        Path file = file(new byte[] {(byte) 0x80, 2, 'K', 7, '.'});
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("a single value or list");
    }

    @Test
    void weightsPickledByProtocol4AreRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x80, 4, (byte) 0x95, 0, 0, 0, 0, 0, 0, 0, 0, '}', (byte) 0x94, '('});
        short4(out, "w");
        short4(out, "torch._utils");
        short4(out, "_rebuild_tensor_v2");
        out.write(new byte[] {(byte) 0x93, (byte) 0x94, '(', '('});
        short4(out, "storage");
        short4(out, "torch");
        short4(out, "FloatStorage");
        out.write(new byte[] {(byte) 0x93, (byte) 0x94});
        short4(out, "0");
        short4(out, "cpu");
        out.write(new byte[] {'K', 4, 't', (byte) 0x94, 'Q', 'K', 0, 'K', 4, (byte) 0x85, 'K', 1, (byte) 0x85});
        out.write(new byte[] {(byte) 0x89, 'N', 't', 'R'});
        short4(out, "rng");
        out.write(new byte[] {'C', 2, 7, 8, 'u', '.'});
        assertThat(Checkpoint.read(file(out.toByteArray())).shapes()).isEqualTo(Map.of("w", List.of(4L)));
    }

    private static void short4(ByteArrayOutputStream out, String text) throws IOException {
        out.write(new byte[] {(byte) 0x8C, (byte) text.length()});
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write(0x94);
    }

    /** Only what is needed must be readable; what is left out is missing where the network needs it. */
    @Test
    void aTensorOfAnUnknownTypeIsLeftOut() throws IOException {
        String pickle = new String(tensor(REBUILD, "0", 4, 1), StandardCharsets.ISO_8859_1);
        Path file = file(pickle.replace("FloatStorage", "ComplexFloatStorage").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Checkpoint.read(file))
                .hasMessageContaining("holds no tensors")
                .hasMessageContaining("[w]");
    }

    @Test
    void aTorchScriptArchiveIsNamed() throws IOException {
        Path file = folder.resolve("script.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            entry(zip, "script/data.pkl", new byte[] {(byte) 0x80, 2, '}', '.'});
            entry(zip, "script/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
        }
        assertThatThrownBy(() -> Checkpoint.read(file))
                .hasMessageContaining("TorchScript")
                .hasMessageContaining("torch.jit.load");
    }

    @Test
    void aCompressedEntryIsRefused() throws IOException {
        Path file = folder.resolve("bomb.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("bomb/data.pkl"));
            zip.write(new byte[10_000_000]);
        }
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("compressed");
    }

    @Test
    void aZipFileOfSomethingElseIsRefused() throws IOException {
        Path file = folder.resolve("other.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a/b/data.pkl"));
        }
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("0 entries");
    }

    /** Damaged files are read or refused as what they are; nothing else is thrown and nothing large is allocated. */
    @Test
    void damagedFilesAreRefusedWithAReason() throws IOException {
        byte[] whole = Files.readAllBytes(shared("mini_zip.pt"));
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(8); i++) {
                damaged[random.nextInt(round % 2 == 0 ? 1200 : damaged.length)] = (byte) random.nextInt();
            }
            int length = round % 5 == 0 ? random.nextInt(damaged.length) : damaged.length;
            Path file = Files.write(folder.resolve("damaged.pt"), Arrays.copyOf(damaged, length));
            try {
                Checkpoint.read(file);
            } catch (CheckpointException e) {
                assertThat(e.getMessage()).contains("damaged.pt: ").hasSizeLessThan(2_000);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }
}
