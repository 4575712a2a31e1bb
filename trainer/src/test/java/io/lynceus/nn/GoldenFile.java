package io.lynceus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Assumptions;

/**
 * Check figures of a system, computed by its authors' code with weights and inputs that are filled by a rule. The files lie in
 * the folder that the system property {@code lynceus.golden} names, else in {@code golden} of the shared folder; where a file or
 * an entry is not there, the test is skipped.
 */
public final class GoldenFile {
    private static final double TOLERANCE = 1e-3;

    private final JsonNode node;

    private GoldenFile(JsonNode node) {
        this.node = node;
    }

    /** The file of that name, such as {@code ktb_golden.json}. */
    public static GoldenFile open(String name) throws IOException {
        Path shared = Path.of(System.getProperty("lynceus.shared", "../shared")).resolve("golden");
        String folder = System.getProperty("lynceus.golden", "");
        Path file = (folder.isBlank() ? shared : Path.of(folder)).resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "needs the golden file " + name);
        return new GoldenFile(new ObjectMapper().readTree(file.toFile()));
    }

    /** What lies under a name, such as {@code sam_lora} or {@code taps}. */
    public GoldenFile entry(String name) {
        Assumptions.assumeTrue(node.has(name), "the golden file has no entry " + name);
        return new GoldenFile(node.get(name));
    }

    public JsonNode json() {
        return node;
    }

    /** An input under {@code inputs}: uniform in 0..1, by the key that the file gives it. */
    public Tensor input(String name) {
        JsonNode input = entry("inputs").entry(name).json();
        long[] shape = shape(input.get("shape"));
        return Tensors.of(uniform(input.get("key").asText(), elements(shape)), shape);
    }

    /** Fills all parameters and buffers by the rule; {@code theirs} gives the authors' key of each of our names. */
    public void fill(Parameters parameters, UnaryOperator<String> theirs) {
        for (ParameterSpec spec : parameters.specs()) {
            String key = theirs.apply(spec.name());
            JsonNode shape = node.path("parameters").has(key)
                    ? node.path("parameters").get(key)
                    : node.path("buffers").path(key);
            assertThat(shape.isMissingNode())
                    .as("%s, theirs %s, is listed", spec.name(), key)
                    .isFalse();
            assertThat(elements(shape(shape))).as(key).isEqualTo((int) spec.elements());
            parameters.set(spec.name(), weights(key, shape(shape)));
        }
    }

    /** Holds that a value is a tap's, to a thousandth of its largest magnitude. */
    public void check(String tap, Tensor value) {
        check(tap, Tensors.floats(value), Tensors.shape(value));
    }

    /** The same for values from elsewhere, such as ONNX Runtime. */
    public void check(String tap, float[] values, long... shape) {
        JsonNode expected = node.get(tap);
        assertThat(expected).as("tap %s", tap).isNotNull();
        assertThat(shape).as("shape of %s", tap).containsExactly(shape(expected.get("shape")));
        double tolerance = TOLERANCE * expected.get("maxAbs").asDouble();
        for (int i = 0; i < expected.get("at").size(); i++) {
            int at = expected.get("at").get(i).asInt();
            assertThat((double) values[at])
                    .as("%s at %d", tap, at)
                    .isCloseTo(expected.get("values").get(i).asDouble(), within(tolerance));
        }
        double magnitude = 0;
        for (float value : values) {
            magnitude += Math.abs(value);
        }
        assertThat(magnitude / values.length)
                .as("mean magnitude of %s", tap)
                .isCloseTo(expected.get("meanAbs").asDouble(), within(tolerance));
    }

    private static long[] shape(JsonNode sizes) {
        List<Long> shape = new ArrayList<>();
        sizes.forEach(size -> shape.add(size.asLong()));
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static int elements(long... shape) {
        return (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** The values of an input of that key. */
    static float[] uniform(String key, int count) {
        float[] values = new float[count];
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < count; i++) {
            values[i] = (float) unit(crc.getValue(), i);
        }
        return values;
    }

    /** The values of a parameter of that key. */
    static float[] weights(String key, long... shape) {
        int count = elements(shape);
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        String last = key.substring(key.lastIndexOf('.') + 1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double v = 2 * unit(crc.getValue(), i) - 1;
            double value;
            if (shape.length >= 2) {
                value = v * Math.sqrt(3.0 / ((double) count / shape[0]));
            } else if (key.endsWith("running_var")) {
                value = 1 + 0.5 * v;
            } else {
                value = last.contains("weight") || last.contains("gamma") ? 1 + 0.2 * v : 0.1 * v;
            }
            values[i] = (float) value;
        }
        return values;
    }

    /** In [0, 1): a hash of key and index. */
    private static double unit(long crc, long index) {
        long z = crc + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 40) / (double) (1 << 24);
    }
}
