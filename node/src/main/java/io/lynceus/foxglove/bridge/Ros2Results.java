package io.lynceus.foxglove.bridge;

import io.lynceus.proto.v1.Segmentation;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import java.util.Optional;

/** Writes results as ROS 2 messages. Stateless. */
final class Ros2Results {
    private Ros2Results() {}

    /** Writes a mask as a sensor_msgs/Image of class ids, mono8; empty if the set has none. */
    static Optional<byte[]> classes(Segmentation mask) {
        if (!mask.hasClasses()) {
            return Optional.empty();
        }
        int width = mask.getClasses().getWidth();
        return Optional.of(new CdrWriter()
                .header(Stamp.of(mask.getTimestamp()), mask.getRig())
                .putInt(mask.getClasses().getHeight())
                .putInt(width)
                .putString("mono8")
                .putByte(0)
                .putInt(width)
                .putBytes(MaskMessages.unpack(mask.getClasses()))
                .toByteArray());
    }
}
