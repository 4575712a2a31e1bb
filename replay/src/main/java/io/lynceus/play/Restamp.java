package io.lynceus.play;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.LocationFix;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Gives a frame another capture time, in the message too. */
public final class Restamp {
    private static final int ROS2_STAMP_END = 12;

    private Restamp() {}

    /** Returns the frame as if it had been captured at {@code stamp}; its events keep their distance to the stamp. */
    public static RecordedFrame at(RecordedFrame frame, Stamp stamp) {
        if (stamp.equals(frame.stamp())) {
            return frame;
        }
        try {
            return new RecordedFrame(frame.channel(), stamp, frame.sequence(), message(frame, stamp), frame.sampleId());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "frame " + frame + " does not hold a " + frame.channel().schema() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] message(RecordedFrame frame, Stamp stamp) throws InvalidProtocolBufferException {
        byte[] value = frame.value();
        return switch (frame.channel().schema()) {
            case "foxglove.CompressedImage" ->
                CompressedImage.parseFrom(value).toBuilder()
                        .setTimestamp(stamp.toTimestamp())
                        .build()
                        .toByteArray();
            case "foxglove.RawImage" ->
                RawImage.parseFrom(value).toBuilder()
                        .setTimestamp(stamp.toTimestamp())
                        .build()
                        .toByteArray();
            case "foxglove.PointCloud" ->
                PointCloud.parseFrom(value).toBuilder()
                        .setTimestamp(stamp.toTimestamp())
                        .build()
                        .toByteArray();
            case "foxglove.LocationFix" ->
                LocationFix.parseFrom(value).toBuilder()
                        .setTimestamp(stamp.toTimestamp())
                        .build()
                        .toByteArray();
            case "lynceus.v1.EventPacket" -> {
                EventPacket packet = EventPacket.parseFrom(value);
                long shift = stamp.nanosSince(frame.stamp());
                yield packet.toBuilder()
                        .setTimestamp(stamp.toTimestamp())
                        .setTimeBase(packet.getTimeBase() + shift)
                        .build()
                        .toByteArray();
            }
            case "sensor_msgs/msg/CompressedImage", "sensor_msgs/msg/Image", "sensor_msgs/msg/PointCloud2" ->
                ros2(value, stamp);
            default ->
                throw new IllegalArgumentException("messages of type "
                        + frame.channel().schema() + " on " + frame.channel().topic()
                        + " cannot be given a live capture time; play them with their own stamps");
        };
    }

    /**
     * Changes a ROS 2 message: an encapsulation of four bytes, whose second is odd in little-endian messages, then seconds and
     * nanoseconds.
     */
    private static byte[] ros2(byte[] value, Stamp stamp) throws InvalidProtocolBufferException {
        if (value.length < ROS2_STAMP_END) {
            throw new InvalidProtocolBufferException("a ROS 2 message of " + value.length + " bytes has no stamp");
        }
        byte[] copy = value.clone();
        boolean little = (value[1] & 1) == 1;
        ByteBuffer.wrap(copy)
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putInt(4, (int) stamp.toTimestamp().getSeconds())
                .putInt(8, stamp.toTimestamp().getNanos());
        return copy;
    }
}
