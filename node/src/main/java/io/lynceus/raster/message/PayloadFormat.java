package io.lynceus.raster.message;

import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The format of a record's value. Rig files use the names. */
public enum PayloadFormat {
    /**
     * Bare protobuf: {@code foxglove.CompressedImage}, {@code RawImage}, {@code PointCloud} or {@code
     * lynceus.v1.EventPacket}, told apart by the wire types of their fields.
     */
    FOXGLOVE("foxglove"),
    /**
     * ROS 2 CDR of either byte order: {@code sensor_msgs/PointCloud2} for lidar and radar, {@code
     * event_camera_msgs/EventPacket} for events, {@code sensor_msgs/CompressedImage} or {@code Image} for all others.
     */
    ROS2("ros2"),
    /** The bytes of a JPEG or PNG file, without a stamp: the record's timestamp is used. */
    IMAGE("image");

    private final String label;

    PayloadFormat(String label) {
        this.label = label;
    }

    /** Returns the format of that name in a rig file. */
    public static PayloadFormat of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("format '" + label + "': use one of "
                        + Arrays.stream(values()).map(PayloadFormat::label).collect(Collectors.joining(", "))));
    }

    public String label() {
        return label;
    }

    /**
     * Reads the capture time in a value without decoding the rest. It is empty if the value carries none (or zero, the value of an
     * unset one) or cannot be read: use the record's timestamp then; decoding reports what is wrong.
     */
    public Optional<Stamp> stamp(byte[] value) {
        try {
            return switch (this) {
                case FOXGLOVE -> FoxgloveReader.stamp(value);
                case ROS2 -> Ros2Reader.stamp(value);
                case IMAGE -> Optional.empty();
            };
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the full name of the message in a value, such as {@code foxglove.CompressedImage} or {@code sensor_msgs/msg/Image};
     * {@code image} for a file. Empty if the value cannot be read.
     */
    public Optional<String> schema(byte[] value, Modality modality) {
        try {
            return Optional.of(
                    switch (this) {
                        case FOXGLOVE -> FoxgloveReader.schema(value);
                        case ROS2 -> Ros2Reader.schema(value, modality);
                        case IMAGE -> IMAGE.label;
                    });
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** Reads the parts of a value without decoding its content. */
    public FrameMessage read(byte[] value, Modality modality) throws MalformedException {
        ForeignValue.refuse(value, this);
        return switch (this) {
            case FOXGLOVE -> FoxgloveReader.read(value);
            case ROS2 -> readRos2(value, modality);
            case IMAGE -> FrameMessage.encodedImage(Optional.empty(), "", "", Bytes.slice(value, 0, value.length));
        };
    }

    private static FrameMessage readRos2(byte[] value, Modality modality) throws MalformedException {
        try {
            return Ros2Reader.read(value, modality);
        } catch (MalformedException e) {
            throw ForeignValue.named(value, e);
        }
    }
}
