package io.lynceus.raster.message;

import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The parts of a value whose content is not decoded yet.
 *
 * @param stamp capture time; empty if the message carries none, or zero
 * @param frameId coordinate frame; empty if the message names none
 * @param content the bytes that are the same if the measurement is the same
 * @param remark an error in the message that does not prevent reading it
 */
public record FrameMessage(
        Optional<Stamp> stamp, String frameId, FramePayload payload, ByteBuffer content, Optional<String> remark) {
    FrameMessage(Optional<Stamp> stamp, String frameId, FramePayload payload, ByteBuffer content) {
        this(stamp, frameId, payload, content, Optional.empty());
    }

    static FrameMessage encodedImage(Optional<Stamp> stamp, String frameId, String format, ByteBuffer data) {
        return new FrameMessage(stamp, frameId, new FramePayload.EncodedImage(data, ImageFormat.of(format)), data);
    }
}
