package io.lynceus.stream.message;

import io.lynceus.proto.v1.Cause;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.wire.Stamp;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes sensors' health for ROS 2.
 *
 * <p>Threads: stateless.
 */
public final class Ros2Diagnostics {
    /** The type of the messages. */
    public static final String TYPE = "diagnostic_msgs/msg/DiagnosticArray";

    private Ros2Diagnostics() {}

    /** Writes a transition as a diagnostic_msgs/DiagnosticArray of one status, in CDR; {@code docs/messages.md} has the levels. */
    public static byte[] of(SensorHealth health) {
        Map<String, String> values = values(health);
        CdrWriter writer = new CdrWriter()
                .header(Stamp.of(health.getTimestamp()), "")
                .putInt(1)
                .putByte(level(health.getTo()))
                .putString("lynceus: " + health.getSensor())
                .putString(health.getReason())
                .putString(health.getRig() + "/" + health.getSensor())
                .putInt(values.size());
        values.forEach((key, value) -> writer.putString(key).putString(value));
        return writer.toByteArray();
    }

    private static Map<String, String> values(SensorHealth health) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("state", word(health.getTo().name(), "SENSOR_STATE_"));
        values.put("modality", health.getModality());
        if (health.hasCause()) {
            Cause cause = health.getCause();
            values.put("code", word(cause.getCode().name(), "REASON_CODE_"));
            if (cause.hasSeen()) {
                values.put("seen", Double.toString(cause.getSeen()));
            }
            if (cause.hasLimit()) {
                values.put("limit", Double.toString(cause.getLimit()));
            }
        }
        return values;
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

    private static String word(String name, String prefix) {
        return name.replace(prefix, "").toLowerCase(Locale.ROOT);
    }
}
