package io.lynceus.mcap.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** The compression of a chunk's records. */
public enum Compression {
    NONE(""),
    /** LZ4 frames, fast. */
    LZ4("lz4"),
    /** Zstandard at its fastest level. */
    ZSTD("zstd");

    private static final int ZSTD_LEVEL = 1;

    private final String label;

    Compression(String label) {
        this.label = label;
    }

    /** Returns the name that files use. */
    public String label() {
        return label;
    }

    /** Returns the compression of that name in a file. */
    static Compression of(String label) throws IOException {
        return Arrays.stream(values())
                .filter(c -> c.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IOException("compression '" + label
                        + "' is not known, 'zstd' and 'lz4' are; write the file again with one"));
    }

    byte[] pack(byte[] raw) throws IOException {
        return switch (this) {
            case NONE -> raw;
            case LZ4 -> lz4(raw);
            case ZSTD -> Zstd.compress(raw, ZSTD_LEVEL);
        };
    }

    /**
     * Unpacks bytes.
     *
     * @param size of the unpacked bytes; the caller has checked it against a limit
     */
    byte[] unpack(byte[] packed, int size) throws IOException {
        byte[] raw =
                switch (this) {
                    case NONE -> packed;
                    case LZ4 -> unpackLz4(packed, size);
                    case ZSTD -> unpackZstd(packed, size);
                };
        if (raw.length != size) {
            throw new IOException("unpacks to " + raw.length + " bytes, " + size + " are stated");
        }
        return raw;
    }

    private static byte[] lz4(byte[] raw) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (LZ4FrameOutputStream frame = new LZ4FrameOutputStream(packed)) {
            frame.write(raw);
        }
        return packed.toByteArray();
    }

    private static byte[] unpackLz4(byte[] packed, int size) throws IOException {
        try (LZ4FrameInputStream frame = new LZ4FrameInputStream(new ByteArrayInputStream(packed))) {
            byte[] raw = frame.readNBytes(size);
            if (raw.length == size && frame.read() >= 0) {
                throw new IOException("unpacks to more than the stated " + size + " bytes");
            }
            return raw;
        } catch (RuntimeException e) { // the library throws this for a damaged header or block
            throw new IOException("cannot be unpacked to " + size + " bytes: " + e.getMessage(), e);
        }
    }

    private static byte[] unpackZstd(byte[] packed, int size) throws IOException {
        try {
            long stated = packed.length == 0 ? 0 : Zstd.getFrameContentSize(packed); // which refuses to look at nothing
            if (stated <= 0) { // it is not known, or the frame is damaged
                return unpackZstdUnsized(packed, size);
            }
            if (stated != size) {
                throw new IOException("unpacks to " + stated + " bytes, " + size + " are stated");
            }
            return Zstd.decompress(packed, size);
        } catch (ZstdException e) {
            throw new IOException("cannot be unpacked to " + size + " bytes: " + e.getMessage(), e);
        }
    }

    /** Takes memory as the content comes, and not as a damaged size says. */
    private static byte[] unpackZstdUnsized(byte[] packed, int size) throws IOException {
        try (ZstdInputStream content = new ZstdInputStream(new ByteArrayInputStream(packed))) {
            byte[] raw = content.readNBytes(size);
            if (raw.length == size && content.read() >= 0) {
                throw new IOException("unpacks to more than the stated " + size + " bytes");
            }
            return raw;
        }
    }
}
