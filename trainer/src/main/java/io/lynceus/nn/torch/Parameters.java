package io.lynceus.nn.torch;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.KeyReport;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.ParameterSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The weights of a network: named float32 tensors in the order of their specifications, all on one device. It owns them: they
 * outlive the scope in which they were made and are freed by {@link #close}. Frozen ones get no gradient.
 */
public final class Parameters implements AutoCloseable {
    private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Device device;

    private Parameters(Device device) {
        this.device = device;
    }

    /** Makes new weights on the processor; the same specifications and seed give the same bytes. */
    public static Parameters create(List<ParameterSpec> specs, long seed) {
        return create(specs, seed, Torch.cpu());
    }

    /** Makes new weights on a device, which the caller closes. */
    public static Parameters create(List<ParameterSpec> specs, long seed, Device device) {
        Torch.start();
        Parameters parameters = new Parameters(device);
        for (ParameterSpec spec : specs) {
            float[] values = spec.initialiser().values(Math.toIntExact(spec.elements()), spec.name(), seed);
            parameters.put(spec, values);
        }
        return parameters;
    }

    private void put(ParameterSpec spec, float[] values) {
        long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
        try (Tensor host = Tensors.of(values, shape)) {
            // `to` may hand back the same storage: clone, so that the tensor is a leaf of its own
            Tensor tensor = host.to(device, ScalarType.Float).clone();
            tensor.set_requires_grad(spec.trainable());
            tensor.retainReference();
            specs.put(spec.name(), spec);
            tensors.put(spec.name(), tensor);
        }
    }

    /** Returns the tensor of that name. Do not close it. */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter is named " + name + "; there are " + tensors.size());
        }
        return tensor;
    }

    /** Overwrites a parameter's values, row-major; the tensor stays the same. */
    public void set(String name, float[] values) {
        Tensor target = get(name);
        try (NoGradGuard guard = new NoGradGuard();
                Tensor source = Tensors.of(values, Tensors.shape(target))) {
            target.copy_(source);
        }
    }

    /**
     * Takes the values of a checkpoint with exactly these keys and shapes; other floating-point types are converted.
     *
     * @throws IllegalArgumentException listing every missing, unexpected and misshapen key; nothing is changed then
     */
    public void load(Checkpoint checkpoint) {
        KeyReport report = KeyReport.compare(shapes(), checkpoint.shapes());
        if (!report.fits()) {
            throw new IllegalArgumentException("the checkpoint does not fit the network: " + report);
        }
        checkpoint.tensors().forEach((name, data) -> set(name, data.floats()));
    }

    /**
     * Takes the values of those keys that both have; shapes must agree.
     *
     * @return what was missing or unexpected, for the caller to judge and log
     */
    public KeyReport loadMatching(Checkpoint checkpoint) {
        KeyReport report = KeyReport.compare(shapes(), checkpoint.shapes());
        if (!report.misshapen().isEmpty()) {
            throw new IllegalArgumentException("the checkpoint does not fit the network: " + report);
        }
        checkpoint.only(specs.keySet()).tensors().forEach((name, data) -> set(name, data.floats()));
        return report;
    }

    /** Returns a copy of all values, to be written with {@code Safetensors.write}. */
    public Checkpoint snapshot(Map<String, String> metadata) {
        Map<String, TensorData> data = new LinkedHashMap<>();
        specs.forEach((name, spec) -> data.put(name, TensorData.of(Tensors.floats(get(name)), spec.shape())));
        return new Checkpoint(data, metadata);
    }

    /** Returns the shape of each parameter. */
    public Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        specs.forEach((name, spec) -> shapes.put(name, spec.shape()));
        return shapes;
    }

    /** Returns the parameters that learn, by name, in the order of their specifications. */
    public Map<String, Tensor> trainable() {
        Map<String, Tensor> trained = new LinkedHashMap<>();
        specs.forEach((name, spec) -> {
            if (spec.trainable()) {
                trained.put(name, get(name));
            }
        });
        return Collections.unmodifiableMap(trained);
    }

    public List<ParameterSpec> specs() {
        return List.copyOf(specs.values());
    }

    public Device device() {
        return device;
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::releaseReference);
        tensors.clear();
    }
}
