package io.lynceus.nn.onnx;

import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ServingGraph;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which elements of an exported graph's constants are copies of which elements of the weights. It exports weights that hold their own
 * numbers instead of values, in two digits and a check digit: a constant's element whose three digits agree is a copy, however
 * the export has transposed, joined or cut. What is computed from several weights, such as a product, gives digits that do not agree.
 *
 * @param sources by constant, for each element the number of the weight's element that it copies, or {@link #NONE}
 */
record CopiedElements(Map<String, int[]> sources) {
    /** An element that is no copy. */
    static final int NONE = -1;

    /** Whole numbers below it are exact in float32. */
    private static final int BASE = 1 << 20;

    private static final int DIGITS = 3;

    /** Finds the copies in the graph of a network; elements of weights are numbered in the order of the specifications. */
    static CopiedElements of(ServingGraph network, List<ParameterSpec> specs, long seed) {
        Map<String, float[][]> digits = new LinkedHashMap<>();
        try (Parameters numbered = Parameters.create(specs, seed)) {
            for (int digit = 0; digit < DIGITS; digit++) {
                number(numbered, specs, digit);
                export(network, numbered, digit, digits);
            }
        }
        long elements = specs.stream().mapToLong(ParameterSpec::elements).sum();
        Map<String, int[]> sources = new LinkedHashMap<>();
        digits.forEach((name, found) -> sources.put(name, sources(found, elements)));
        return new CopiedElements(sources);
    }

    private static void number(Parameters numbered, List<ParameterSpec> specs, int digit) {
        long first = 1; // a constant 0 is no number
        for (ParameterSpec spec : specs) {
            float[] values = new float[Math.toIntExact(spec.elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = digit(first + i, digit);
            }
            numbered.set(spec.name(), values);
            first += values.length;
        }
    }

    private static int digit(long number, int digit) {
        return switch (digit) {
            case 0 -> (int) (number % BASE);
            case 1 -> (int) (number / BASE);
            default -> (int) ((number * 0x9E3779B97F4A7C15L >>> 24) % BASE); // unlike any sum of the others
        };
    }

    private static void export(ServingGraph network, Parameters numbered, int digit, Map<String, float[][]> digits) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            OnnxExport.graph(network, numbered, false, false).constants().forEach((name, tensor) -> {
                if (tensor.scalar_type().intern() == ScalarType.Float) {
                    digits.computeIfAbsent(name, n -> new float[DIGITS][])[digit] = Tensors.floats(tensor);
                }
            });
        }
    }

    private static int[] sources(float[][] digits, long elements) {
        int[] sources = new int[digits[0].length];
        Arrays.fill(sources, NONE);
        for (int i = 0; i < sources.length; i++) {
            double number = digits[0][i] + (double) digits[1][i] * BASE;
            boolean whole = digits[0][i] >= 0 && digits[0][i] < BASE && number == Math.rint(number);
            if (whole && number >= 1 && number <= elements && digits[2][i] == digit((long) number, 2)) {
                sources[i] = (int) number - 1;
            }
        }
        return sources;
    }
}
