package io.lynceus.segment;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import java.nio.file.Path;
import java.util.Map;

/** Where ONNX Runtime runs a model. */
public enum ExecutionProvider {
    /** TensorRT with CUDA for what it does not take; slow first start, so only when asked for. */
    TENSORRT {
        @Override
        void addTo(SessionOptions options, GpuSettings gpu, Path model) throws OrtException {
            try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(gpu.device())) {
                set(tensorRt::add, gpu.tensorRt(gpu.engines(ModelFile.sha256(model))));
                options.addTensorrt(tensorRt);
            }
            CUDA.addTo(options, gpu, model);
        }
    },
    CUDA {
        @Override
        void addTo(SessionOptions options, GpuSettings gpu, Path model) throws OrtException {
            try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(gpu.device())) {
                set(cuda::add, gpu.cuda());
                options.addCUDA(cuda);
            }
        }
    },
    CPU {
        @Override
        void addTo(SessionOptions options, GpuSettings gpu, Path model) throws OrtException {
            // What a session needs for the CPU is in its settings.
        }
    };

    /**
     * Adds the provider to a session's options.
     *
     * @throws OrtException if it cannot be used on this machine
     */
    abstract void addTo(SessionOptions options, GpuSettings gpu, Path model) throws OrtException;

    /** Sets options that the base class of both providers' options keeps, which is not public. */
    private interface Setter {
        void add(String key, String value) throws OrtException;
    }

    private static void set(Setter options, Map<String, String> values) throws OrtException {
        for (Map.Entry<String, String> value : values.entrySet()) {
            options.add(value.getKey(), value.getValue());
        }
    }
}
