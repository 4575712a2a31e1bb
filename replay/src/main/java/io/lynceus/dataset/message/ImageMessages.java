package io.lynceus.dataset.message;

import com.google.protobuf.UnsafeByteOperations;
import io.lynceus.dataset.Channel;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.wire.Stamp;

/** Puts images into messages. */
public final class ImageMessages {
    private ImageMessages() {}

    /** Makes a message of an image file without changing it; {@code format} is png or jpeg. The bytes are not copied. */
    public static byte[] file(Channel channel, Stamp stamp, byte[] file) {
        return CompressedImage.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(channel.frameId())
                .setFormat(channel.format())
                .setData(UnsafeByteOperations.unsafeWrap(file))
                .build()
                .toByteArray();
    }

    /** Makes a message of pixels without a gap between rows, in the channel's format. The bytes are not copied. */
    public static byte[] raw(Channel channel, Stamp stamp, int width, int height, byte[] pixels) {
        return RawImage.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(channel.frameId())
                .setWidth(width)
                .setHeight(height)
                .setEncoding(channel.format())
                .setStep(pixels.length / height)
                .setData(UnsafeByteOperations.unsafeWrap(pixels))
                .build()
                .toByteArray();
    }
}
