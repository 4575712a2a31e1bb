package io.lynceus.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps direct buffers of one size for reuse. Only the garbage collector frees direct memory, which is far too late for frames.
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
