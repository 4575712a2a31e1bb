package io.lynceus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Assumptions;

/** Check figures computed by the reference code: fill rules, sums, and where the shared files lie. */
public final class Golden {
    private Golden() {}

    /** A file of the shared folder, which not every machine has. */
    public static Path shared(String relative) {
        Path file = Path.of(System.getProperty("lynceus.shared", "../shared")).resolve(relative);
        Assumptions.assumeTrue(Files.exists(file), "needs the shared file " + relative);
        return file;
    }

    /** sin(step · i) for i = 0, 1, … */
    public static float[] sines(double step, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(step * i);
        }
        return values;
    }

    /**
     * Fills parameters by the rule of the cards: key of rank k in ASCII order gets 0.1·sin(0.37 i + 1.3 k), plus 1 in a
     * one-dimensional weight.
     *
     * @param others keys of the reference module that we do not have but that count in the ranking
     */
    public static void fill(Parameters parameters, String prefix, List<String> others) {
        Map<String, ParameterSpec> sorted = new TreeMap<>(Comparator.naturalOrder());
        parameters.specs().forEach(spec -> sorted.put(spec.name().substring(prefix.length()), spec));
        Map<String, Integer> rank = new TreeMap<>();
        others.forEach(key -> rank.put(key, 0));
        sorted.keySet().forEach(key -> rank.put(key, 0));
        int k = 0;
        for (String key : rank.keySet()) {
            if (sorted.containsKey(key)) {
                parameters.set(prefix + key, values(sorted.get(key), k));
            }
            k++;
        }
    }

    private static float[] values(ParameterSpec spec, int k) {
        float[] values = new float[(int) spec.elements()];
        double base = spec.name().endsWith("weight") && spec.shape().size() == 1 ? 1 : 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (base + 0.1 * Math.sin(0.37 * i + 1.3 * k));
        }
        return values;
    }

    /** Shape, sum, sum of magnitudes, and the first two and the last element, to a part in 10⁵ of the largest. */
    public static void check(Tensor tensor, List<Long> shape, double sum, double magnitude, double... firstSecondLast) {
        float[] values = Tensors.floats(tensor);
        double total = 0;
        double absolute = 0;
        double largest = 0;
        for (float value : values) {
            total += value;
            absolute += Math.abs(value);
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(Tensors.shape(tensor))
                .containsExactly(shape.stream().mapToLong(Long::longValue).toArray());
        assertThat(total).as("sum").isCloseTo(sum, within(1e-5 * magnitude));
        assertThat(absolute).as("sum of magnitudes").isCloseTo(magnitude, within(1e-5 * magnitude));
        Offset<Double> each = within(2e-5 * Math.max(1, largest));
        assertThat((double) values[0]).as("first").isCloseTo(firstSecondLast[0], each);
        assertThat((double) values[1]).as("second").isCloseTo(firstSecondLast[1], each);
        assertThat((double) values[values.length - 1]).as("last").isCloseTo(firstSecondLast[2], each);
    }
}
