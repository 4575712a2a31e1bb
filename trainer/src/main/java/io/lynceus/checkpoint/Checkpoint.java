package io.lynceus.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The named tensors of a file.
 *
 * @param tensors by key, in the order of the file
 * @param metadata text that came with them
 */
public record Checkpoint(Map<String, TensorData> tensors, Map<String, String> metadata) {
    /**
     * Prefixes from DataParallel and DistributedDataParallel, torch.compile, Lightning, and trainers that hold the model in a
     * field.
     */
    private static final List<String> WRAPPERS =
            List.of("module.", "_orig_mod.", "model.", "net.", "network.", "student.", "ema.");

    /** Share of the numbers that must lie under a wrapper's prefix; counters and weights of a loss may lie beside it. */
    private static final double NEARLY_ALL = 0.95;

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    public Checkpoint {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Reads a file: PyTorch's zip format or safetensors, told apart by the first bytes.
     *
     * @throws CheckpointException for any other or damaged file, with the reason
     */
    public static Checkpoint read(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(ForeignFile.START);
        }
        if (start.length >= ZIP.length && Arrays.equals(start, 0, ZIP.length, ZIP, 0, ZIP.length)) {
            return PyTorchZip.read(file);
        }
        Optional<String> foreign = ForeignFile.describe(file, start);
        if (foreign.isPresent()) {
            throw new CheckpointException(file, foreign.orElseThrow());
        }
        return Safetensors.read(file);
    }

    /**
     * Returns the same tensors without the prefix that a wrapper of the model put before its keys, such as {@code module.} of
     * PyTorch's data parallelism; this checkpoint if it has none of the known ones. What lies beside the model keeps its key.
     */
    public Checkpoint withoutWrapper() {
        for (String prefix : WRAPPERS) {
            long under = elements(prefix);
            if (under > 0 && under >= NEARLY_ALL * elements("")) {
                Map<String, TensorData> plain = new LinkedHashMap<>();
                tensors.forEach((key, tensor) ->
                        plain.put(key.startsWith(prefix) ? key.substring(prefix.length()) : key, tensor));
                return new Checkpoint(plain, metadata).withoutWrapper();
            }
        }
        return this;
    }

    /** Returns how many numbers the tensors have whose keys begin so. */
    private long elements(String prefix) {
        return tensors.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> entry.getValue().shape().stream()
                        .mapToLong(Long::longValue)
                        .reduce(1, Math::multiplyExact))
                .sum();
    }

    /** Returns the shape of each tensor. */
    public Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    /** Returns only these keys, in this checkpoint's order. */
    public Checkpoint only(Set<String> keys) {
        Map<String, TensorData> kept = new LinkedHashMap<>(tensors);
        kept.keySet().retainAll(keys);
        return new Checkpoint(kept, metadata);
    }
}
