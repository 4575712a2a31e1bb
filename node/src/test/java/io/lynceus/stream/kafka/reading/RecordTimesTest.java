package io.lynceus.stream.kafka.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** Which record of a partition's topics is read next. */
class RecordTimesTest {
    private static ConsumerRecord<Object, Object> record(String topic, long offset, long time) {
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                time,
                TimestampType.CREATE_TIME,
                1,
                1,
                "a",
                "value".getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private static long own(ConsumerRecord<Object, Object> record, long extracted) {
        return RecordTimes.own(new Record<>(record.key(), record.value(), Math.max(0, extracted), record.headers()));
    }

    @Test
    void whereTopicsAreNotReadInStepARecordsTimeIsItsOwn() {
        RecordTimes times = new RecordTimes(false);
        assertThat(times.extract(record("rgb", 0, 5_000), -1)).isEqualTo(5_000);
        assertThat(times.extract(record("rgb", 1, 1_000), 5_000)).isEqualTo(1_000);
    }

    @Test
    void aRecordWithoutATimeCountsAsOfThePartitionsTime() {
        for (boolean inStep : new boolean[] {false, true}) {
            RecordTimes times = new RecordTimes(inStep);
            assertThat(times.extract(record("rgb", 0, -1), 700)).isEqualTo(700);
            assertThat(times.extract(record("rgb", 1, -1), -1)).isZero();
        }
    }

    @Test
    void aSecondPassOfARecordingIsReadBehindTheFirstAndKeepsItsOwnTimes() {
        RecordTimes times = new RecordTimes(true);
        for (int i = 0; i < 50; i++) {
            times.extract(record("rgb", i, 10_000 + 100L * i), -1);
        }
        long foremost = times.extract(record("lidar", 0, 14_900), -1);
        for (int i = 0; i < 10; i++) {
            ConsumerRecord<Object, Object> again = record("rgb", 50 + i, 10_000 + 100L * i);
            long position = times.extract(again, foremost);
            assertThat(position).as("behind all that was read before").isGreaterThanOrEqualTo(foremost);
            assertThat(own(again, position)).isEqualTo(10_000 + 100L * i);
        }
    }

    @Test
    void aTimeThatASenderPutIntoTheHeaderDoesNotCount() {
        RecordTimes times = new RecordTimes(true);
        ConsumerRecord<Object, Object> forged = record("rgb", 0, 5_000);
        forged.headers().add("lynceus-record-time", "77".getBytes(StandardCharsets.UTF_8));
        assertThat(own(forged, times.extract(forged, -1))).isEqualTo(5_000);
    }

    @Test
    void aTimeAtTheEndOfItsRangeOverflowsNothing() {
        RecordTimes times = new RecordTimes(true);
        times.extract(record("rgb", 0, 5_000), -1);
        assertThat(times.extract(record("rgb", 1, Long.MAX_VALUE), 5_000)).isNotNegative();
        assertThat(times.extract(record("rgb", 2, 5_100), 5_000)).isEqualTo(5_100);
    }
}
