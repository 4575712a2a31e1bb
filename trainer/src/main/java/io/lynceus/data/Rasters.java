package io.lynceus.data;

import io.lynceus.raster.Decoding;
import java.nio.ByteBuffer;

/** From the node's rasterizer into a sample. */
final class Rasters {
    private Rasters() {}

    /** The raster's bytes; {@link IllegalStateException} if the payload could not be decoded. */
    static byte[] bytes(Decoding decoding, ByteBuffer target, String source) {
        return decoding.match(
                rastered -> {
                    byte[] bytes = new byte[target.remaining()];
                    target.duplicate().get(bytes);
                    return bytes;
                },
                malformed -> {
                    throw new IllegalStateException(source + " cannot be decoded: " + malformed.reason() + " at byte "
                            + malformed.byteOffset());
                });
    }
}
