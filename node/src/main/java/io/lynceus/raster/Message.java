package io.lynceus.raster;

import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A value taken apart, not yet decoded.
 *
 * @param stamp capture time; empty if the message carries none, or zero
 * @param content the bytes that repeat if the measurement does
 */
record Message(Optional<Stamp> stamp, Payload payload, ByteBuffer content) {
    static Message encodedImage(Optional<Stamp> stamp, ByteBuffer data) {
        return new Message(stamp, new Payload.EncodedImage(data), data);
    }
}
