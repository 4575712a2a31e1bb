package io.lynceus.raster.message;

import java.nio.ByteBuffer;

/** The columns of {@code lynceus.v1.EventPacket}: uint16 x, uint16 y, uint32 nanoseconds, uint8 polarity. */
record ColumnEvents(ByteBuffer x, ByteBuffer y, ByteBuffer t, ByteBuffer polarity) implements EventSource {
    static ColumnEvents of(ByteBuffer x, ByteBuffer y, ByteBuffer t, ByteBuffer polarity) throws MalformedException {
        int n = polarity.remaining();
        if (x.remaining() != 2L * n || y.remaining() != 2L * n || t.remaining() != 4L * n) {
            throw new MalformedException("event columns of " + x.remaining() + ", " + y.remaining() + ", "
                    + t.remaining() + ", " + n + " bytes for x, y, t, polarity: 2n, 2n, 4n, n are needed");
        }
        return new ColumnEvents(x, y, t, polarity);
    }

    @Override
    public void forEach(EventSink sink) {
        int n = polarity.remaining();
        for (int i = 0; i < n; i++) {
            sink.accept(
                    Integer.toUnsignedLong(t.getInt(4 * i)),
                    x.getShort(2 * i) & 0xFFFF,
                    y.getShort(2 * i) & 0xFFFF,
                    polarity.get(i) != 0);
        }
    }
}
