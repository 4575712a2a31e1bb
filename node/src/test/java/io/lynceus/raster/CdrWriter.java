package io.lynceus.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes plain CDR, for tests. */
final class CdrWriter {
    private final ByteBuffer out = ByteBuffer.allocate(8 << 20);

    CdrWriter(ByteOrder order) {
        out.put(new byte[] {0, (byte) (order == ByteOrder.BIG_ENDIAN ? 0 : 1), 0, 0});
        out.order(order);
    }

    private void align(int size) {
        while ((out.position() - 4) % size != 0) {
            out.put((byte) 0);
        }
    }

    CdrWriter header(long nanos) {
        return u32((int) (nanos / 1_000_000_000))
                .u32((int) (nanos % 1_000_000_000))
                .string("frame");
    }

    CdrWriter u8(int value) {
        out.put((byte) value);
        return this;
    }

    CdrWriter u32(int value) {
        align(4);
        out.putInt(value);
        return this;
    }

    CdrWriter u64(long value) {
        align(8);
        out.putLong(value);
        return this;
    }

    CdrWriter string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        u32(bytes.length + 1);
        out.put(bytes).put((byte) 0);
        return this;
    }

    CdrWriter bytes(byte[] bytes) {
        u32(bytes.length);
        out.put(bytes);
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(Fixtures.bytes(out), out.position());
    }
}
