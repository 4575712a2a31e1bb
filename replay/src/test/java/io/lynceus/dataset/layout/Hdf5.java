package io.lynceus.dataset.layout;

import com.scalableminds.bloscjava.Blosc;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/**
 * HDF5 as h5py writes it by default: superblock 0, symbol tables, version 1 headers and B-trees; a group of one-dimensional,
 * unsigned datasets in chunks, each packed by one filter. Format: HDF5 File Format Specification 3.0, sections II and III.
 */
final class Hdf5 {
    /** How chunks are packed. */
    enum Filter {
        GZIP(1),
        BLOSC(32001);

        private final int id;

        Filter(int id) {
            this.id = id;
        }
    }

    private static final long UNDEFINED = -1;
    private static final int SUPERBLOCK = 96;
    private static final int GROUP_NODE = 544;
    private static final int GROUP_LEAF = 328;
    private static final int CHUNK_LEAVES = 32;

    private final ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private final Filter filter;
    private final int chunk;

    private Hdf5(Filter filter, int chunk) {
        this.filter = filter;
        this.chunk = chunk;
    }

    /**
     * A file with one group.
     *
     * @param bytes of each number, by dataset
     */
    static byte[] file(
            String group, Map<String, long[]> datasets, Map<String, Integer> bytes, Filter filter, int chunk) {
        Hdf5 hdf = new Hdf5(filter, chunk);
        hdf.file.position(SUPERBLOCK);
        Map<String, Long> members = new TreeMap<>();
        datasets.forEach((name, values) -> members.put(name, hdf.dataset(values, bytes.get(name))));
        long groupHeader = hdf.group(members);
        long root = hdf.group(Map.of(group, groupHeader));
        int end = hdf.file.position();
        hdf.superblock(root, end);
        return Arrays.copyOf(hdf.file.array(), end);
    }

    private void superblock(long root, int end) {
        file.position(0);
        file.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'});
        file.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0});
        file.putShort((short) 4).putShort((short) 16).putInt(0);
        file.putLong(0).putLong(UNDEFINED).putLong(end).putLong(UNDEFINED);
        file.putLong(0).putLong(root).putInt(0).putInt(0).putLong(0).putLong(0);
    }

    /** The address of a group's header; members must come by name. */
    private long group(Map<String, Long> members) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.writeBytes(new byte[8]);
        List<long[]> entries = new ArrayList<>();
        new TreeMap<>(members).forEach((name, header) -> {
            entries.add(new long[] {names.size(), header});
            byte[] text = name.getBytes(StandardCharsets.US_ASCII);
            names.writeBytes(Arrays.copyOf(text, (text.length / 8 + 1) * 8));
        });
        long heapData = put(names.toByteArray());
        ByteBuffer heap =
                block(32).put("HEAP".getBytes(StandardCharsets.US_ASCII)).putInt(0);
        long heapAddress =
                put(heap.putLong(names.size()).putLong(1).putLong(heapData).array());
        ByteBuffer leaf = block(GROUP_LEAF).put("SNOD".getBytes(StandardCharsets.US_ASCII));
        leaf.put((byte) 1).put((byte) 0).putShort((short) entries.size());
        entries.forEach(e ->
                leaf.putLong(e[0]).putLong(e[1]).putInt(0).putInt(0).putLong(0).putLong(0));
        long leafAddress = put(leaf.array());
        ByteBuffer tree = block(GROUP_NODE).put("TREE".getBytes(StandardCharsets.US_ASCII));
        tree.put((byte) 0).put((byte) 0).putShort((short) 1).putLong(UNDEFINED).putLong(UNDEFINED);
        tree.putLong(0).putLong(leafAddress).putLong(entries.get(entries.size() - 1)[0]);
        long treeAddress = put(tree.array());
        return header(List.of(message(
                0x11, block(16).putLong(treeAddress).putLong(heapAddress).array())));
    }

    /** The address of a dataset's header. */
    private long dataset(long[] values, int size) {
        int chunks = (values.length + chunk - 1) / chunk;
        if (chunks > 2 * CHUNK_LEAVES) {
            throw new IllegalArgumentException("too many chunks for one node: " + chunks);
        }
        ByteBuffer tree = block(24 + (2 * CHUNK_LEAVES + 1) * 24 + 2 * CHUNK_LEAVES * 8);
        tree.put("TREE".getBytes(StandardCharsets.US_ASCII));
        tree.put((byte) 1)
                .put((byte) 0)
                .putShort((short) chunks)
                .putLong(UNDEFINED)
                .putLong(UNDEFINED);
        for (int i = 0; i < chunks; i++) {
            ByteBuffer raw = block(chunk * size);
            for (int k = i * chunk; k < Math.min(values.length, (i + 1) * chunk); k++) {
                for (int b = 0; b < size; b++) {
                    raw.put((byte) (values[k] >> 8 * b));
                }
            }
            byte[] packed = pack(raw.array(), size);
            tree.putInt(packed.length)
                    .putInt(0)
                    .putLong((long) i * chunk)
                    .putLong(0)
                    .putLong(put(packed));
        }
        tree.putInt(0).putInt(0).putLong((long) chunks * chunk).putLong(0);
        long treeAddress = put(tree.array());
        ByteBuffer type =
                block(16).putInt(0x10).putInt(size).putShort((short) 0).putShort((short) (8 * size));
        ByteBuffer layout = block(24).put((byte) 3).put((byte) 2).put((byte) 2).putLong(treeAddress);
        layout.putInt(chunk).putInt(size);
        return header(List.of(
                message(
                        0x01,
                        block(16)
                                .put(new byte[] {1, 1, 0, 0, 0, 0, 0, 0})
                                .putLong(values.length)
                                .array()),
                message(0x03, type.array()),
                message(0x05, new byte[] {2, 3, 2, 0, 0, 0, 0, 0}),
                message(0x08, layout.array()),
                message(0x0B, pipeline(size))));
    }

    private byte[] pipeline(int size) {
        int[] parameters = filter == Filter.GZIP ? new int[] {4} : new int[] {2, 2, size, chunk * size, 5, 1, 0};
        int padded = parameters.length + parameters.length % 2;
        ByteBuffer message = block(16 + 4 * padded).put(new byte[] {1, 1, 0, 0, 0, 0, 0, 0});
        message.putShort((short) filter.id).putShort((short) 0).putShort((short) 1);
        message.putShort((short) parameters.length);
        Arrays.stream(parameters).forEach(message::putInt);
        return message.array();
    }

    private byte[] pack(byte[] raw, int size) {
        if (filter == Filter.BLOSC) {
            return Blosc.compress(raw, size, Blosc.Compressor.LZ4, 5, Blosc.Shuffle.BYTE_SHUFFLE, 0, 1);
        }
        Deflater deflater = new Deflater(4);
        deflater.setInput(raw);
        deflater.finish();
        byte[] packed = new byte[raw.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    private static byte[] message(int type, byte[] data) {
        return block(8 + data.length)
                .putShort((short) type)
                .putShort((short) data.length)
                .putInt(0)
                .put(data)
                .array();
    }

    private long header(List<byte[]> messages) {
        int length = messages.stream().mapToInt(m -> m.length).sum();
        ByteBuffer header = block(16 + length).put((byte) 1).put((byte) 0).putShort((short) messages.size());
        header.putInt(1).putInt(length).putInt(0);
        messages.forEach(header::put);
        return put(header.array());
    }

    private static ByteBuffer block(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The address of a block, on an 8-byte boundary. */
    private long put(byte[] block) {
        file.position((file.position() + 7) / 8 * 8);
        long address = file.position();
        file.put(block);
        return address;
    }
}
