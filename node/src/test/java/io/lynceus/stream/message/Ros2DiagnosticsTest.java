package io.lynceus.stream.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.Cause;
import io.lynceus.proto.v1.ReasonCode;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.wire.Stamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ros2DiagnosticsTest {
    private static final Stamp STAMP = new Stamp(1_700_000_000_123_456_789L);

    private static SensorHealth health(SensorState to) {
        return SensorHealth.newBuilder()
                .setTimestamp(STAMP.toTimestamp())
                .setRig("vehicle-7")
                .setSensor("rgb")
                .setModality("rgb")
                .setTo(to)
                .setReason("no frame for 513 ms, allowed are 500")
                .setCause(Cause.newBuilder()
                        .setCode(ReasonCode.REASON_CODE_SILENT)
                        .setSeen(513)
                        .setLimit(500))
                .build();
    }

    @Test
    void aTransitionIsAStatusWithItsCauseForPrograms() {
        assertThat(Ros2Diagnostics.of(health(SensorState.SENSOR_STATE_SILENT)))
                .isEqualTo(new CdrWriter()
                        .header(STAMP, "")
                        .putInt(1)
                        .putByte(3)
                        .putString("lynceus: rgb")
                        .putString("no frame for 513 ms, allowed are 500")
                        .putString("vehicle-7/rgb")
                        .putInt(5)
                        .putString("state")
                        .putString("silent")
                        .putString("modality")
                        .putString("rgb")
                        .putString("code")
                        .putString("silent")
                        .putString("seen")
                        .putString("513.0")
                        .putString("limit")
                        .putString("500.0")
                        .toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "SENSOR_STATE_UNSPECIFIED, 3",
        "SENSOR_STATE_OK, 0",
        "SENSOR_STATE_DEGRADED, 1",
        "SENSOR_STATE_FAILED, 2",
        "SENSOR_STATE_SILENT, 3",
        "SENSOR_STATE_RECOVERING, 1"
    })
    void theLevelIsThatOfTheState(SensorState state, int level) {
        int header = 4 + 12; // encapsulation; stamp and an empty frame, which has a final 0
        assertThat(Ros2Diagnostics.of(health(state))[header + 4 + 4]).isEqualTo((byte) level);
    }
}
