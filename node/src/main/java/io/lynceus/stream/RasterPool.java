package io.lynceus.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Direct buffers of one size, used again. Direct memory is freed by the garbage collector alone, far too late for a frame path.
 *
 * <p>Thread safety: any thread.
 */
final class RasterPool {
    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final int bytes;

    RasterPool(int bytes) {
        this.bytes = bytes;
    }

    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(bytes) : buffer;
    }

    void giveBack(ByteBuffer buffer) {
        free.add(buffer.clear());
    }
}
