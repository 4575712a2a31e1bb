package io.lynceus.segment;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/** Where ONNX Runtime runs a model. */
public enum ExecutionProvider {
    /** TensorRT with CUDA for what it does not take; slow first start, so only when asked for. */
    TENSORRT {
        @Override
        void addTo(SessionOptions options) throws OrtException {
            options.addTensorrt(0);
            options.addCUDA(0);
        }
    },
    CUDA {
        @Override
        void addTo(SessionOptions options) throws OrtException {
            options.addCUDA(0);
        }
    },
    CPU {
        @Override
        void addTo(SessionOptions options) throws OrtException {
            // What a session needs for the CPU is in its settings.
        }
    };

    abstract void addTo(SessionOptions options) throws OrtException;
}
