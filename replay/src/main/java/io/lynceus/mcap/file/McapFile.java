package io.lynceus.mcap.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Reads the bytes of a file by records; every length in the file is checked before it is used. One thread. */
final class McapFile implements Closeable {
    /** Largest record, and largest chunk when unpacked. */
    private static final int LARGEST = 512 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long size;

    /**
     * A record's first bytes.
     *
     * @param offset of the head in the file
     * @param length of the content behind it
     */
    record RecordHead(int opcode, long offset, long length) {
        long contentOffset() {
            return offset + Opcode.HEAD_BYTES;
        }

        long end() {
            return contentOffset() + length;
        }
    }

    private McapFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = channel.size();
    }

    /** Opens a file that begins as an MCAP file does. */
    static McapFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            McapFile file = new McapFile(path, channel);
            if (!file.hasMagicAt(0)) {
                throw new McapException(
                        path, 0, "this is no MCAP file, which begins with 89 'MCAP0' 0D 0A" + file.otherKind());
            }
            return file;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Names other recordings of ROS, and the command that converts them to MCAP. */
    private String otherKind() throws IOException {
        String start = new String(bytes(0, (int) Math.min(16, size)).array(), StandardCharsets.ISO_8859_1);
        if (start.startsWith("SQLite format 3")) {
            return "; it is a rosbag2 recording in SQLite (.db3): convert it with 'mcap convert recording.db3 recording.mcap',"
                    + " or with 'ros2 bag convert'";
        }
        if (start.startsWith("#ROSBAG")) {
            return "; it is a ROS 1 bag: convert it with 'mcap convert recording.bag recording.mcap' and then to ROS 2"
                    + " messages with 'rosbags-convert'";
        }
        return "";
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    boolean hasMagicAt(long offset) throws IOException {
        int length = McapWriter.MAGIC.length;
        return offset >= 0
                && offset + length <= size
                && Arrays.equals(bytes(offset, length).array(), McapWriter.MAGIC);
    }

    /** Reads the head of the record at an offset, and checks that the whole record is in the file. */
    RecordHead head(long offset) throws IOException {
        if (offset < 0 || offset > size - Opcode.HEAD_BYTES) {
            throw new McapException(path, offset, "a record is expected, but the file ends after " + size + " bytes");
        }
        ByteBuffer bytes = bytes(offset, Opcode.HEAD_BYTES);
        RecordHead head = new RecordHead(bytes.get() & 0xFF, offset, bytes.getLong());
        if (head.opcode() == 0) {
            throw new McapException(path, offset, "op code 0 begins no record");
        }
        long left = size - head.contentOffset();
        if (head.length() < 0 || head.length() > left) {
            throw new McapException(
                    path,
                    offset,
                    "the record states " + Long.toUnsignedString(head.length()) + " bytes, the file has " + left
                            + " left: truncated");
        }
        return head;
    }

    RecordFields content(RecordHead head) throws IOException {
        return new RecordFields(range(head.contentOffset(), head.length()), path, head.offset());
    }

    /** Reads bytes of the file. */
    ByteBuffer range(long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || length > size - offset || length > LARGEST) {
            throw new McapException(
                    path,
                    offset,
                    length + " bytes are expected; the file has " + size + ", and " + LARGEST + " are allowed");
        }
        return bytes(offset, (int) length);
    }

    /** Returns the unpacked records of a chunk; their checksum is verified if there is one. */
    ByteBuffer unpack(RecordHead chunk) throws IOException {
        RecordFields in = content(chunk);
        in.u64();
        in.u64();
        long length = in.u64();
        long crc = in.u32();
        String compression = in.string();
        if (length > LARGEST) {
            throw in.malformed("a chunk states " + length + " unpacked bytes, allowed are " + LARGEST);
        }
        byte[] packed = in.bytes(in.u64());
        byte[] raw;
        try {
            raw = Compression.of(compression).unpack(packed, (int) length);
        } catch (IOException e) {
            throw in.malformed("the chunk is damaged: " + e.getMessage());
        }
        requireChecksum(crc, raw, in);
        return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void requireChecksum(long stated, byte[] bytes, RecordFields where) throws McapException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (stated != 0 && stated != crc.getValue()) {
            throw where.malformed(String.format(
                    "the chunk is damaged: its checksum is %08x, stated is %08x", crc.getValue(), stated));
        }
    }

    private ByteBuffer bytes(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new McapException(path, offset, "the file became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
