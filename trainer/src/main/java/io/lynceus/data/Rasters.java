package io.lynceus.data;

import io.lynceus.raster.Rasterizer;
import java.nio.ByteBuffer;

/** Draws rasters for samples with the node's rasterizer. */
final class Rasters {
    private Rasters() {}

    /**
     * Draws the raster of a frame's message: uint8 [H*W*3].
     *
     * @throws IllegalStateException if the message cannot be decoded
     */
    static byte[] of(Rasterizer rasterizer, byte[] message, String source) {
        ByteBuffer target = ByteBuffer.allocateDirect(rasterizer.spec().size().bytes());
        return rasterizer
                .decode(message, target)
                .match(
                        rastered -> {
                            byte[] bytes = new byte[target.remaining()];
                            target.duplicate().get(bytes);
                            return bytes;
                        },
                        malformed -> {
                            throw new IllegalStateException(source + " cannot be decoded: " + malformed.reason()
                                    + " at byte " + malformed.byteOffset());
                        });
    }
}
