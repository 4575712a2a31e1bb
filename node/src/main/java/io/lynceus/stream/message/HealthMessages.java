package io.lynceus.stream.message;

import io.lynceus.health.Cause;
import io.lynceus.health.SensorState;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.ReasonCode;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.rig.RigConfig;

/**
 * Writes sensors' health for the wire.
 *
 * <p>Threads: stateless.
 */
public final class HealthMessages {
    private HealthMessages() {}

    /**
     * Returns the message of a transition.
     *
     * @param rig id of the rig
     * @param sensor whose state changed
     */
    public static SensorHealth of(Transition transition, String rig, RigConfig.Sensor sensor) {
        return SensorHealth.newBuilder()
                .setTimestamp(transition.stamp().toTimestamp())
                .setRig(rig)
                .setSensor(sensor.name())
                .setModality(sensor.modality())
                .setFrom(state(transition.from()))
                .setTo(state(transition.to()))
                .setReason(transition.reason())
                .setCause(cause(transition.cause()))
                .build();
    }

    /** Returns the wire's form of a cause. */
    static io.lynceus.proto.v1.Cause cause(Cause cause) {
        io.lynceus.proto.v1.Cause.Builder message =
                io.lynceus.proto.v1.Cause.newBuilder().setCode(code(cause.code()));
        if (!Double.isNaN(cause.seen())) {
            message.setSeen(cause.seen());
        }
        if (!Double.isNaN(cause.limit())) {
            message.setLimit(cause.limit());
        }
        return message.build();
    }

    private static ReasonCode code(Cause.Code code) {
        return switch (code) {
            case NONE -> ReasonCode.REASON_CODE_UNSPECIFIED;
            case SILENT -> ReasonCode.REASON_CODE_SILENT;
            case MALFORMED -> ReasonCode.REASON_CODE_MALFORMED;
            case FROZEN -> ReasonCode.REASON_CODE_FROZEN;
            case EMPTY -> ReasonCode.REASON_CODE_EMPTY;
            case BLACK -> ReasonCode.REASON_CODE_BLACK;
            case SATURATED -> ReasonCode.REASON_CODE_SATURATED;
            case NO_TEXTURE -> ReasonCode.REASON_CODE_NO_TEXTURE;
            case DARK -> ReasonCode.REASON_CODE_DARK;
            case BLURRED -> ReasonCode.REASON_CODE_BLURRED;
            case TOO_FEW_POINTS -> ReasonCode.REASON_CODE_TOO_FEW_POINTS;
            case COLLAPSED_RANGE -> ReasonCode.REASON_CODE_COLLAPSED_RANGE;
            case TOO_FEW_EVENTS -> ReasonCode.REASON_CODE_TOO_FEW_EVENTS;
            case EVENT_FLOOD -> ReasonCode.REASON_CODE_EVENT_FLOOD;
            case LOW_QUALITY -> ReasonCode.REASON_CODE_LOW_QUALITY;
            case GOOD_AGAIN -> ReasonCode.REASON_CODE_GOOD_AGAIN;
        };
    }

    /** Returns the wire's word for a state. */
    static io.lynceus.proto.v1.SensorState state(SensorState state) {
        return switch (state) {
            case OK -> io.lynceus.proto.v1.SensorState.SENSOR_STATE_OK;
            case DEGRADED -> io.lynceus.proto.v1.SensorState.SENSOR_STATE_DEGRADED;
            case FAILED -> io.lynceus.proto.v1.SensorState.SENSOR_STATE_FAILED;
            case SILENT -> io.lynceus.proto.v1.SensorState.SENSOR_STATE_SILENT;
            case RECOVERING -> io.lynceus.proto.v1.SensorState.SENSOR_STATE_RECOVERING;
        };
    }
}
