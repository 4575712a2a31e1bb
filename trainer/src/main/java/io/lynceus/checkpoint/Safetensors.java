package io.lynceus.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header, then the tensors one after another. Offsets are
 * relative to the end of the header. Data is mapped, not copied.
 */
public final class Safetensors {
    private static final Logger LOG = LoggerFactory.getLogger(Safetensors.class);
    private static final int LENGTH_BYTES = 8;
    private static final long MAX_HEADER = 100_000_000; // the limit of the reference implementation
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Safetensors() {}

    /** Reads a file; throws {@link CheckpointException} if its parts contradict each other or the file's size. */
    public static Checkpoint read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = headerLength(file, channel);
            JsonNode header = header(file, channel, (int) length);
            return checkpoint(file, channel, header, LENGTH_BYTES + length);
        }
    }

    private static long headerLength(Path file, FileChannel channel) throws IOException {
        if (channel.size() < LENGTH_BYTES) {
            throw new CheckpointException(file, channel.size() + " bytes are too few for a safetensors file");
        }
        long length = bytes(file, channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > MAX_HEADER || length > channel.size() - LENGTH_BYTES) {
            throw new CheckpointException(
                    file,
                    "neither a PyTorch zip file nor safetensors: as safetensors its header would have "
                            + Long.toUnsignedString(length) + " bytes, in a file of " + channel.size());
        }
        return length;
    }

    private static JsonNode header(Path file, FileChannel channel, int length) throws IOException {
        try {
            JsonNode header = JSON.readTree(StandardCharsets.UTF_8
                    .decode(bytes(file, channel, LENGTH_BYTES, length))
                    .toString());
            if (!header.isObject()) {
                throw new CheckpointException(file, "the safetensors header is not a JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    file, "the safetensors header is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Checkpoint checkpoint(Path file, FileChannel channel, JsonNode header, long base)
            throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        List<List<Long>> ranges = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else if (ElementType.of(entry.getValue().path("dtype").asText()).isEmpty()) {
                LOG.warn(
                        "{}: tensor {} has element type {}, which is not supported, and is left out",
                        file,
                        entry.getKey(),
                        entry.getValue().path("dtype"));
                ranges.add(range(file, entry));
            } else {
                ranges.add(range(file, entry));
                tensors.put(entry.getKey(), tensor(file, channel, entry, base));
            }
        }
        requireGapless(file, ranges, channel.size() - base);
        return new Checkpoint(tensors, metadata);
    }

    private static List<Long> range(Path file, Map.Entry<String, JsonNode> entry) throws CheckpointException {
        List<Long> range = longs(file, entry.getKey(), entry.getValue().path("data_offsets"));
        if (range.size() != 2) {
            throw new CheckpointException(
                    file, "tensor " + entry.getKey() + " has the data_offsets " + range + ", not two");
        }
        return range;
    }

    /** Requires, like the reference implementation, that tensors lie one behind the other, and that the file has nothing else. */
    private static void requireGapless(Path file, List<List<Long>> ranges, long size) throws CheckpointException {
        long end = 0;
        for (List<Long> range : ranges.stream()
                .sorted(Comparator.comparing((List<Long> r) -> r.get(0)).thenComparing(r -> r.get(1)))
                .toList()) {
            if (range.get(0) != end) {
                throw new CheckpointException(
                        file,
                        "a tensor lies at " + range + ", expected is that one begins at " + end
                                + ": they overlap or leave a gap");
            }
            end = range.get(1);
        }
        if (end != size) {
            throw new CheckpointException(
                    file, "the tensors take " + end + " bytes and the file has " + size + ": download it again");
        }
    }

    private static TensorData tensor(Path file, FileChannel channel, Map.Entry<String, JsonNode> entry, long base)
            throws IOException {
        String name = entry.getKey();
        JsonNode node = entry.getValue();
        ElementType type = ElementType.of(node.path("dtype").asText())
                .orElseThrow(() -> new CheckpointException(
                        file,
                        "tensor " + name + " has element type " + node.path("dtype") + ", which is not supported"));
        List<Long> shape = longs(file, name, node.path("shape"));
        List<Long> range = longs(file, name, node.path("data_offsets"));
        if (range.size() != 2 || range.get(0) > range.get(1) || range.get(1) > channel.size() - base) {
            throw new CheckpointException(
                    file, "tensor " + name + " lies at " + range + " of " + (channel.size() - base) + " bytes of data");
        }
        long length = range.get(1) - range.get(0);
        checkLength(file, name, type, shape, length);
        return new TensorData(type, shape, channel.map(FileChannel.MapMode.READ_ONLY, base + range.get(0), length));
    }

    private static void checkLength(Path file, String name, ElementType type, List<Long> shape, long length)
            throws CheckpointException {
        long needed;
        try {
            needed = TensorData.bytes(type, shape);
        } catch (ArithmeticException e) {
            throw new CheckpointException(file, "tensor " + name + " has the impossible shape " + shape, e);
        }
        if (needed != length || length > Integer.MAX_VALUE) {
            throw new CheckpointException(
                    file,
                    "tensor " + name + " " + type + " " + shape + " needs " + needed + " bytes and has " + length
                            + "; the largest tensor allowed has " + Integer.MAX_VALUE);
        }
    }

    private static List<Long> longs(Path file, String name, JsonNode array) throws CheckpointException {
        List<Long> values = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.canConvertToLong() || !item.isIntegralNumber() || item.asLong() < 0) {
                throw new CheckpointException(file, "tensor " + name + ": " + item + " is not a size or offset");
            }
            values.add(item.asLong());
        }
        if (!array.isArray()) {
            throw new CheckpointException(file, "tensor " + name + " lacks its shape or data_offsets");
        }
        return values;
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new CheckpointException(file, "ends after " + (at + buffer.position()) + " bytes");
            }
        }
        return buffer.flip();
    }

    /** Writes a file completely or not at all: it writes a file beside it, then renames that one. */
    public static void write(Path file, Checkpoint checkpoint) throws IOException {
        byte[] header = header(checkpoint);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer start = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, start.putLong(header.length).flip());
            writeAll(channel, ByteBuffer.wrap(header));
            for (TensorData tensor : checkpoint.tensors().values()) {
                writeAll(channel, tensor.data());
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] header(Checkpoint checkpoint) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!checkpoint.metadata().isEmpty()) {
            ObjectNode metadata = header.putObject(METADATA);
            checkpoint.metadata().forEach(metadata::put);
        }
        long offset = 0;
        for (Map.Entry<String, TensorData> entry : checkpoint.tensors().entrySet()) {
            TensorData tensor = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type().code());
            tensor.shape().forEach(node.putArray("shape")::add);
            long end = offset + tensor.data().remaining();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String text = JSON.writeValueAsString(header);
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        // Data must start at a multiple of 8 bytes.
        return (text + " ".repeat((LENGTH_BYTES - length % LENGTH_BYTES) % LENGTH_BYTES))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void writeAll(FileChannel channel, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }
}
