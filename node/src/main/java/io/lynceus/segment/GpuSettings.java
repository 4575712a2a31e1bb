package io.lynceus.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How ONNX Runtime uses a GPU. A CPU ignores it.
 *
 * @param device number of the GPU, as {@code nvidia-smi} counts
 * @param tf32 whether matrix products may round their inputs to 10 bits of mantissa: faster on cards since Ampere; false gives the
 *     same numbers as a CPU up to 1e-4
 * @param half whether TensorRT may compute in half precision; CUDA computes in the graph's own precision, which `trainer export
 *     --arithmetic half` makes half
 * @param memoryMegabytes most memory that a session takes; 0: what there is
 * @param cache folder of TensorRT's engines and timings, which take minutes to make; empty: {@code lynceus} in the user's cache folder
 */
public record GpuSettings(int device, boolean tf32, boolean half, int memoryMegabytes, String cache) {
    /** Those of a node without an own choice. */
    public static final GpuSettings DEFAULTS = new GpuSettings(0, true, true, 0, "");

    private static final long MEGABYTE = 1 << 20;

    public GpuSettings {
        if (device < 0 || memoryMegabytes < 0) {
            throw new IllegalArgumentException("gpu is {device: " + device + ", memoryMegabytes: " + memoryMegabytes
                    + "}; give numbers of 0 or more");
        }
    }

    /** Returns the options of ONNX Runtime's CUDA provider. */
    Map<String, String> cuda() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("device_id", Integer.toString(device));
        options.put("use_tf32", flag(tf32));
        // The exhaustive search tries every algorithm for every new batch size, while frames wait.
        options.put("cudnn_conv_algo_search", "HEURISTIC");
        // Batches of many sizes would otherwise double the arena again and again.
        options.put("arena_extend_strategy", "kSameAsRequested");
        if (memoryMegabytes > 0) {
            options.put("gpu_mem_limit", Long.toString(memoryMegabytes * MEGABYTE));
        }
        return options;
    }

    /**
     * Returns the options of ONNX Runtime's TensorRT provider.
     *
     * @param engines folder of the model's engines and timings
     */
    Map<String, String> tensorRt(Path engines) {
        String folder = engines.toString();
        Map<String, String> options = new LinkedHashMap<>();
        options.put("device_id", Integer.toString(device));
        options.put("trt_fp16_enable", flag(half));
        options.put("trt_engine_cache_enable", flag(true));
        options.put("trt_engine_cache_path", folder);
        options.put("trt_timing_cache_enable", flag(true));
        options.put("trt_timing_cache_path", folder);
        if (memoryMegabytes > 0) {
            options.put("trt_max_workspace_size", Long.toString(memoryMegabytes * MEGABYTE));
        }
        return options;
    }

    /**
     * Returns the folder of a model's engines, after it has made it.
     *
     * @param checksum of the model file; engines of other weights are never taken
     * @throws ModelException if it cannot be made
     */
    Path engines(String checksum) {
        Path engines = folder().resolve("tensorrt").resolve(checksum);
        try {
            return Files.createDirectories(engines);
        } catch (IOException e) {
            throw new ModelException(
                    "TensorRT's engines cannot be kept in " + engines + ": " + e.getMessage()
                            + "; give a folder that can be written, as accelerator: {gpu: {cache: ...}}",
                    e);
        }
    }

    private Path folder() {
        if (!cache.isEmpty()) {
            return Path.of(cache);
        }
        String users = System.getenv("XDG_CACHE_HOME");
        return users == null || users.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "lynceus")
                : Path.of(users, "lynceus");
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }
}
