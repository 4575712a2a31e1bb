package io.lynceus.nn.onnx;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ServingGraph;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the weights from which a model file was exported. An export copies most weights, and computes the rest into constants: it adds
 * experts to the weights that they share, and works out what does not depend on the frames. Copies are taken over exactly. The weights
 * behind a computed constant are fitted until the same export gives the same constant: they need not be those of the training, for
 * several give the same, but the network answers as the file does. What the graph has no trace of cannot be found.
 *
 * @param network of the file, with its classes and its image size
 * @param specs of the network's weights in training
 * @param seed of what the fit starts from
 */
public record ExportInverse(ServingGraph network, List<ParameterSpec> specs, long seed) {
    /**
     * The weights that were found.
     *
     * @param weights those of which every element that the export uses is known
     * @param fitted how many of these were fitted, wholly or in part
     * @param error largest relative difference of a computed constant, between the file and an export of the weights found
     * @param worst the constant with that difference; empty if nothing was fitted
     */
    public record Found(Checkpoint weights, int fitted, double error, String worst) {}

    /** Returns the weights of a file. Those that it does not hold are left out. */
    public Found of(ExportedConstants file) {
        CopiedElements copies = CopiedElements.of(network, specs, seed);
        Known known = new Known(specs);
        file.tensors().forEach(known::copyOfOwnName);
        Map<String, TensorData> computed = new LinkedHashMap<>();
        copies.sources()
                .forEach((name, sources) -> Optional.ofNullable(file.tensors().get(name))
                        .filter(tensor -> tensor.elements() == sources.length)
                        .ifPresent(tensor -> {
                            known.copy(tensor.floats(), sources);
                            if (Arrays.stream(sources).anyMatch(source -> source == CopiedElements.NONE)) {
                                computed.put(name, tensor);
                            }
                        }));
        try (Parameters parameters = Parameters.create(specs, seed)) {
            known.into(parameters);
            ConstantFit fit = new ConstantFit(network, parameters, computed, known.unknown());
            ConstantFit.Result result = fit.run();
            Map<String, TensorData> weights = new LinkedHashMap<>();
            for (ParameterSpec spec : specs) {
                if (known.any(spec) || result.fitted().contains(spec.name())) {
                    weights.put(spec.name(), TensorData.of(Tensors.floats(parameters.get(spec.name())), spec.shape()));
                }
            }
            return new Found(new Checkpoint(weights, Map.of()), result.fitted().size(), result.error(), result.worst());
        }
    }

    /** The weights' elements as far as they are copied. */
    private static final class Known {
        private final List<ParameterSpec> specs;
        private final Map<String, Integer> firsts = new LinkedHashMap<>();
        private final float[] values;
        private final boolean[] there;

        Known(List<ParameterSpec> specs) {
            this.specs = specs;
            int elements = 0;
            for (ParameterSpec spec : specs) {
                firsts.put(spec.name(), elements);
                elements += Math.toIntExact(spec.elements());
            }
            values = new float[elements];
            there = new boolean[elements];
        }

        void copy(float[] constant, int[] sources) {
            for (int i = 0; i < constant.length; i++) {
                if (sources[i] != CopiedElements.NONE) {
                    values[sources[i]] = constant[i];
                    there[sources[i]] = true;
                }
            }
        }

        /** Takes over a constant that is a whole weight under its own name, as earlier exports have more of. */
        void copyOfOwnName(String name, TensorData constant) {
            Integer first = firsts.get(name);
            if (first != null && constant.elements() == elements(name)) {
                System.arraycopy(constant.floats(), 0, values, first, constant.elements());
                Arrays.fill(there, first, first + constant.elements(), true);
            }
        }

        private long elements(String name) {
            return specs.stream()
                    .filter(spec -> spec.name().equals(name))
                    .mapToLong(ParameterSpec::elements)
                    .sum();
        }

        private int first(String name) {
            return Objects.requireNonNull(firsts.get(name));
        }

        boolean any(ParameterSpec spec) {
            return missing(spec).length < spec.elements();
        }

        /** Returns the places of a weight's elements that are no copies. */
        private int[] missing(ParameterSpec spec) {
            int first = first(spec.name());
            int count = Math.toIntExact(spec.elements());
            int[] missing = new int[count];
            int found = 0;
            for (int i = 0; i < count; i++) {
                if (!there[first + i]) {
                    missing[found++] = i;
                }
            }
            return Arrays.copyOf(missing, found);
        }

        void into(Parameters parameters) {
            for (ParameterSpec spec : specs) {
                float[] own = Tensors.floats(parameters.get(spec.name()));
                int first = first(spec.name());
                for (int i = 0; i < own.length; i++) {
                    own[i] = there[first + i] ? values[first + i] : own[i];
                }
                parameters.set(spec.name(), own);
            }
        }

        List<ConstantFit.Unknown> unknown() {
            List<ConstantFit.Unknown> unknown = new ArrayList<>();
            for (ParameterSpec spec : specs) {
                int[] missing = missing(spec);
                if (missing.length > 0) {
                    unknown.add(new ConstantFit.Unknown(spec.name(), missing));
                }
            }
            return unknown;
        }
    }
}
