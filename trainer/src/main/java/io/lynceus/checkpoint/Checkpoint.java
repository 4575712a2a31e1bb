package io.lynceus.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** The magic number of files before PyTorch 1.6: a pickled long. */
    private static final byte[] LEGACY = {(byte) 0x80, 2, (byte) 0x8A, 10};

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
            start = in.readNBytes(4);
        }
        if (Arrays.equals(start, ZIP)) {
            return PyTorchZip.read(file);
        }
        if (Arrays.equals(start, LEGACY)) {
            throw new CheckpointException(
                    file, "a legacy PyTorch file (before 1.6); save it again with torch.save of a current PyTorch");
        }
        String text = new String(start, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (text.startsWith("vers")) {
            throw new CheckpointException(
                    file, "a git-lfs pointer and not the weights; run 'git lfs pull', or download the file itself");
        }
        if (text.matches("<!do|<htm|<\\?xm|\\{\"[a-z_]{2}")) {
            throw new CheckpointException(
                    file, "a saved web page or JSON and not the weights; download the file itself");
        }
        return Safetensors.read(file);
    }

    /**
     * Returns the same tensors without the prefix that a wrapper of the model put before every key, such as {@code module.} of
     * PyTorch's data parallelism; this checkpoint if it has none of the known ones.
     */
    public Checkpoint withoutWrapper() {
        for (String prefix : WRAPPERS) {
            if (!tensors.isEmpty() && tensors.keySet().stream().allMatch(key -> key.startsWith(prefix))) {
                Map<String, TensorData> plain = new LinkedHashMap<>();
                tensors.forEach((key, tensor) -> plain.put(key.substring(prefix.length()), tensor));
                return new Checkpoint(plain, metadata).withoutWrapper();
            }
        }
        return this;
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
