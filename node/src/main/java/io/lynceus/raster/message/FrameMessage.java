package io.lynceus.raster.message;

import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A value taken apart, not yet decoded.
 *
 * @param stamp capture time; empty if the message carries none, or zero
 * @param content the bytes that repeat if the measurement does
 * @param remark what the message states wrongly although it can be read
 */
public record FrameMessage(Optional<Stamp> stamp, FramePayload payload, ByteBuffer content, Optional<String> remark) {
    FrameMessage(Optional<Stamp> stamp, FramePayload payload, ByteBuffer content) {
        this(stamp, payload, content, Optional.empty());
    }

    static FrameMessage encodedImage(Optional<Stamp> stamp, String format, ByteBuffer data) {
        return new FrameMessage(stamp, new FramePayload.EncodedImage(data, ImageFormat.of(format)), data);
    }
}
