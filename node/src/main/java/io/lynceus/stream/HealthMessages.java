package io.lynceus.stream;

import io.lynceus.health.SensorState;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.SensorHealth;

/** Writes sensors' health for the wire. */
public final class HealthMessages {
    private HealthMessages() {}

    /** Returns the message of a transition. */
    public static SensorHealth of(Transition transition, String rig, RigConfig.Sensor sensor) {
        return SensorHealth.newBuilder()
                .setTimestamp(transition.stamp().toTimestamp())
                .setRig(rig)
                .setSensor(sensor.name())
                .setModality(sensor.modality())
                .setFrom(state(transition.from()))
                .setTo(state(transition.to()))
                .setReason(transition.reason())
                .build();
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
