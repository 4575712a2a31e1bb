package io.lynceus.foxglove.bridge;

import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.stream.MaskMessages;
import io.lynceus.wire.Stamp;
import java.util.Locale;
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

    /** Writes a transition as a diagnostic_msgs/DiagnosticArray of one status. */
    static byte[] diagnostics(SensorHealth health) {
        return new CdrWriter()
                .header(Stamp.of(health.getTimestamp()), "")
                .putInt(1)
                .putByte(level(health.getTo()))
                .putString("lynceus: " + health.getSensor())
                .putString(health.getReason())
                .putString(health.getRig() + "/" + health.getSensor())
                .putInt(2)
                .putString("state")
                .putString(word(health.getTo()))
                .putString("modality")
                .putString(health.getModality())
                .toByteArray();
    }

    /** Returns OK 0, WARN 1, ERROR 2 or STALE 3 of diagnostic_msgs/DiagnosticStatus. */
    private static int level(SensorState state) {
        return switch (state) {
            case SENSOR_STATE_OK -> 0;
            case SENSOR_STATE_DEGRADED, SENSOR_STATE_RECOVERING -> 1;
            case SENSOR_STATE_FAILED -> 2;
            case SENSOR_STATE_SILENT, SENSOR_STATE_UNSPECIFIED, UNRECOGNIZED -> 3;
        };
    }

    private static String word(SensorState state) {
        return state.name().replace("SENSOR_STATE_", "").toLowerCase(Locale.ROOT);
    }
}
