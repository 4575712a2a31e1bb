package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.wire.Stamp;
import org.junit.jupiter.api.Test;

class TimelineTest {
    @Test
    void whatIsOlderThanAnHourIsForgotten() {
        Timeline timeline = new Timeline();
        Stamp start = Stamp.ofSeconds(1_000_000);
        timeline.add(change(start, "rgb"));
        timeline.add(change(start.plusNanos(Timeline.HOUR_NANOS - 1_000_000_000), "depth"));
        assertThat(timeline.entries()).extracting(Timeline.Entry::sensor).containsExactly("rgb", "depth");
        timeline.add(change(start.plusNanos(Timeline.HOUR_NANOS + 1_000_000_000), "lidar"));
        assertThat(timeline.entries()).extracting(Timeline.Entry::sensor).containsExactly("depth", "lidar");
    }

    @Test
    void anEntryIsReadInWordsAndEveryChangeHasANumber() {
        Timeline timeline = new Timeline();
        long before = timeline.version();
        timeline.add(change(Stamp.ofSeconds(7), "rgb"));
        assertThat(timeline.version()).isNotEqualTo(before);
        assertThat(timeline.entries()).containsExactly(new Timeline.Entry(7_000, "rgb", "ok", "silent", "no frame"));
    }

    private static SensorHealth change(Stamp at, String sensor) {
        return SensorHealth.newBuilder()
                .setTimestamp(at.toTimestamp())
                .setSensor(sensor)
                .setFrom(SensorState.SENSOR_STATE_OK)
                .setTo(SensorState.SENSOR_STATE_SILENT)
                .setReason("no frame")
                .build();
    }
}
