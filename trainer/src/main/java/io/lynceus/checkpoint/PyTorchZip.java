package io.lynceus.checkpoint;

import io.lynceus.checkpoint.Pickle.Call;
import io.lynceus.checkpoint.Pickle.PickleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PyTorch's zip format: {@code <name>/data.pkl} describes tensors, {@code <name>/data/<key>} holds their bytes. The tensors are at
 * the top level, or under {@code model} (as Meta ships them) or {@code state_dict}.
 */
final class PyTorchZip {
    private static final Logger LOG = LoggerFactory.getLogger(PyTorchZip.class);
    private static final String PICKLE = "/data.pkl";
    private static final String SCRIPT = "/constants.pkl";
    private static final int SHOWN_KEYS = 8;
    private static final int MAX_PICKLE = 64 << 20;
    private static final int MAX_AMPLIFICATION = 4; // tensors may share bytes, but only up to this factor

    private final Path file;
    private final ZipFile zip;
    private final String folder;
    private final Map<String, byte[]> storages = new LinkedHashMap<>();

    private PyTorchZip(Path file, ZipFile zip) throws CheckpointException {
        this.file = file;
        this.zip = zip;
        List<String> pickles = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
        if (pickles.size() != 1) {
            throw new CheckpointException(
                    file, "a zip file with " + pickles.size() + " entries <name>" + PICKLE + "; PyTorch's have one");
        }
        this.folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        if (zip.getEntry(folder + SCRIPT) != null) {
            throw new CheckpointException(
                    file,
                    "a TorchScript archive, a program with its weights; save the weights alone with PyTorch:"
                            + "\n  m = torch.jit.load('" + file.getFileName() + "', map_location='cpu')"
                            + "\n  torch.save(m.state_dict(), 'plain-" + file.getFileName() + "')");
        }
    }

    static Checkpoint read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new PyTorchZip(file, zip).checkpoint();
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new CheckpointException(file, "not a whole zip file: " + e.getMessage(), e);
        } catch (PickleException e) {
            String remedy = e.isConvertible()
                    ? "; convert it where PyTorch is installed, if you trust it:" + ForeignFile.conversion(file)
                    : "";
            throw new CheckpointException(file, "refused: " + e.getMessage() + remedy, e);
        }
    }

    private Checkpoint checkpoint() throws IOException, PickleException {
        checkByteOrder();
        Object top = Pickle.read(bytes(folder + PICKLE, MAX_PICKLE));
        long budget = MAX_AMPLIFICATION * Files.size(file);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : weights(top).entrySet()) {
            if (entry.getKey() instanceof String name && entry.getValue() instanceof Call call) {
                PickledTensor tensor;
                try {
                    tensor = PickledTensor.of(call, name);
                } catch (PickledTensor.UnknownTypeException e) {
                    LOG.warn("{}: {}; it is left out", file, e.getMessage());
                    continue;
                }
                budget -= tensor.bytes();
                if (budget < 0) {
                    throw new CheckpointException(
                            file, "tensors together are over " + MAX_AMPLIFICATION + " times the size of the file");
                }
                tensors.put(name, tensor.read(storage(tensor)));
            }
        }
        if (tensors.isEmpty()) {
            throw new CheckpointException(
                    file,
                    "holds no tensors at the top or under 'model' or 'state_dict'; it has the keys "
                            + weights(top).keySet().stream().limit(SHOWN_KEYS).toList()
                            + "; save the dictionary of tensors alone");
        }
        return new Checkpoint(tensors, Map.of());
    }

    private Map<?, ?> weights(Object top) throws CheckpointException {
        if (!(top instanceof Map<?, ?> map)) {
            String what =
                    top instanceof Call call ? "what " + call.function().name() + " makes" : "a single value or list";
            throw new CheckpointException(
                    file,
                    "holds " + what
                            + ", and not a dictionary of tensors; save a module's state_dict() with torch.save");
        }
        for (String key : List.of("model", "state_dict")) {
            if (map.get(key) instanceof Map<?, ?> inner) {
                return inner;
            }
        }
        return map;
    }

    private byte[] storage(PickledTensor tensor) throws IOException {
        byte[] known = storages.get(tensor.storage());
        if (known == null) {
            known = bytes(folder + "/data/" + tensor.storage(), tensor.storageBytes());
            storages.put(tensor.storage(), known);
        }
        if (known.length != tensor.storageBytes()) {
            throw new CheckpointException(
                    file,
                    "storage " + tensor.storage() + " has " + known.length + " bytes, its tensor needs "
                            + tensor.storageBytes());
        }
        return known;
    }

    private void checkByteOrder() throws IOException {
        ZipEntry entry = zip.getEntry(folder + "/byteorder");
        if (entry != null && !new String(bytes(entry.getName(), 16), StandardCharsets.US_ASCII).equals("little")) {
            throw new CheckpointException(file, "was written big-endian; save it again on a little-endian machine");
        }
    }

    /** Reads an entry's bytes, at most that many; they are never compressed in files that PyTorch writes. */
    private byte[] bytes(String name, long limit) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new CheckpointException(file, "entry " + name + " is missing");
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() > limit || entry.getSize() > Files.size(file)) {
            throw new CheckpointException(
                    file,
                    "entry " + name + " is compressed or has " + entry.getSize() + " bytes, allowed are " + limit);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes((int) limit);
        }
    }
}
