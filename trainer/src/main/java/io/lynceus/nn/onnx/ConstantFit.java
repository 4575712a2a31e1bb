package io.lynceus.nn.onnx;

import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.ServingGraph;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Fits weights until an export computes given constants from them.
 *
 * @param parameters those that are known have their values; the others start from what they hold, and are changed
 * @param wanted the constants by name
 * @param unknown the weights that may be changed
 */
record ConstantFit(ServingGraph network, Parameters parameters, Map<String, TensorData> wanted, List<Unknown> unknown) {
    private static final int MOST_STEPS = 600;
    /** Sum of squared relative differences at which the fit is over: far below the rounding of float16. */
    private static final double GOOD_ENOUGH = 1e-9;

    private static final double LEAST_NORM = 1e-12;

    /**
     * A weight that is not known, or not all of it.
     *
     * @param elements the places that are not known
     */
    record Unknown(String name, int[] elements) {}

    /**
     * How a fit ended.
     *
     * @param fitted weights from which the constants are computed
     */
    record Result(Set<String> fitted, double error, String worst) {}

    Result run() {
        unknown.forEach(one -> parameters.get(one.name()).set_requires_grad(true));
        List<Unknown> used = used();
        if (used.isEmpty()) {
            return new Result(Set.of(), 0, "");
        }
        double[] x =
                new double[used.stream().mapToInt(one -> one.elements().length).sum()];
        read(used, x);
        new Minimiser(MOST_STEPS, GOOD_ENOUGH).minimise((at, gradient) -> evaluate(used, at, gradient), x);
        write(used, x);
        return result(used);
    }

    /** Returns those weights that the constants depend on. */
    private List<Unknown> used() {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> differences = differences();
            if (differences.isEmpty()) {
                return List.of();
            }
            sum(differences).backward();
            List<Unknown> used = new ArrayList<>();
            for (Unknown one : unknown) {
                if (parameters.get(one.name()).grad().defined()) {
                    used.add(one);
                }
            }
            return used;
        }
    }

    private double evaluate(List<Unknown> used, double[] x, double[] gradient) {
        write(used, x);
        try (PointerScope scope = new PointerScope()) {
            unknown.forEach(one -> clear(parameters.get(one.name())));
            Tensor sum = sum(differences());
            sum.backward();
            int at = 0;
            for (Unknown one : used) {
                float[] slopes = Tensors.floats(parameters.get(one.name()).grad());
                for (int element : one.elements()) {
                    gradient[at++] = slopes[element];
                }
            }
            return sum.item_double();
        }
    }

    private static void clear(Tensor tensor) {
        if (tensor.grad().defined()) {
            tensor.mutable_grad().zero_();
        }
    }

    /** Returns the squared difference of each constant, relative to the constant's square. */
    private Map<String, Tensor> differences() {
        Map<String, Tensor> differences = new LinkedHashMap<>();
        OnnxExport.graph(network, parameters, false, false).constants().forEach((name, tensor) -> {
            TensorData target = wanted.get(name);
            if (target != null && tensor.requires_grad()) {
                Tensor there = Tensors.of(target.floats(), Tensors.shape(tensor));
                Tensor square = there.mul(there).sum().add(new Scalar(LEAST_NORM));
                Tensor off = tensor.sub(there);
                differences.put(name, off.mul(off).sum().div(square));
            }
        });
        return differences;
    }

    private static Tensor sum(Map<String, Tensor> differences) {
        return differences.values().stream().reduce(Tensor::add).orElseThrow();
    }

    private Result result(List<Unknown> used) {
        Set<String> fitted = new LinkedHashSet<>();
        used.forEach(one -> fitted.add(one.name()));
        double error = 0;
        String worst = "";
        try (PointerScope scope = new PointerScope()) {
            for (Map.Entry<String, Tensor> one : differences().entrySet()) {
                double own = Math.sqrt(one.getValue().item_double());
                if (own > error || worst.isEmpty()) {
                    error = own;
                    worst = one.getKey();
                }
            }
        }
        return new Result(fitted, error, worst);
    }

    private void read(List<Unknown> used, double[] x) {
        int at = 0;
        for (Unknown one : used) {
            float[] values = Tensors.floats(parameters.get(one.name()));
            for (int element : one.elements()) {
                x[at++] = values[element];
            }
        }
    }

    private void write(List<Unknown> used, double[] x) {
        int at = 0;
        for (Unknown one : used) {
            float[] values = Tensors.floats(parameters.get(one.name()));
            for (int element : one.elements()) {
                values[element] = (float) x[at++];
            }
            parameters.set(one.name(), values);
        }
    }
}
