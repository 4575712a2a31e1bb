package io.lynceus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StampTest {
    @Property
    void aStampSurvivesItsProtobufForm(@ForAll long nanos) {
        assertThat(Stamp.of(new Stamp(nanos).toTimestamp())).isEqualTo(new Stamp(nanos));
    }

    @Property
    void millisecondsAreRoundedDownBeforeTheEpochToo(@ForAll long nanos) {
        long millis = new Stamp(nanos).toMillis();
        assertThat(millis).isEqualTo(Math.floorDiv(nanos, 1_000_000));
        assertThat(millis * 1e6).isLessThanOrEqualTo(nanos + 1024.0);
    }

    @Example
    void arithmeticThatLeavesTheRangeIsRefusedRatherThanWrapped() {
        assertThatThrownBy(() -> new Stamp(Long.MAX_VALUE).plusNanos(1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Stamp(Long.MAX_VALUE).nanosSince(new Stamp(-1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Stamp.of(
                        Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build()))
                .isInstanceOf(ArithmeticException.class);
    }

    @Example
    void nanosecondsOutsideOfASecondAreNamed() {
        assertThatThrownBy(() ->
                        Stamp.of(Timestamp.newBuilder().setNanos(1_000_000_000).build()))
                .hasMessageContaining("1000000000")
                .hasMessageContaining("0 to 999999999");
    }
}
