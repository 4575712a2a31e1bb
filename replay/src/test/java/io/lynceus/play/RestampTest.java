package io.lynceus.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestampTest {
    private static final Stamp START = TwoCameras.START;

    @Test
    void restampedEventsKeepTheirDistanceToTheirPacket() throws Exception {
        Channel channel = new Channel("event", Modality.EVENT, "e", "lynceus.v1.EventPacket", "columns", 10, "camera");
        EventPacket packet = EventPacket.newBuilder()
                .setTimestamp(START.toTimestamp())
                .setTimeBase(START.nanos() - 50)
                .build();
        Stamp later = START.plusNanos(12_345);
        RecordedFrame moved = Restamp.at(new RecordedFrame(channel, START, 0, packet.toByteArray()), later);
        EventPacket read = EventPacket.parseFrom(moved.value());
        assertThat(Stamp.of(read.getTimestamp())).isEqualTo(later);
        assertThat(read.getTimeBase()).isEqualTo(later.nanos() - 50);
    }

    @Test
    void ros2MessagesOfEitherByteOrderAreGivenAnotherStampAndNothingElse() {
        Channel channel = new Channel("rgb", Modality.RGB, "r", "sensor_msgs/msg/Image", "", 10, "");
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer value = ByteBuffer.allocate(20).order(order);
            value.put(1, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 0))
                    .putInt(4, 1000)
                    .putInt(8, 5)
                    .putInt(16, 99);
            RecordedFrame moved = Restamp.at(
                    new RecordedFrame(channel, START, 0, value.array().clone()), START.plusNanos(2_000_000_007L));
            assertThat(moved.value())
                    .isEqualTo(value.putInt(4, 1002).putInt(8, 7).array());
        }
    }

    @Test
    void aMessageOfUnknownTypeCannotBeMadeLive() {
        Channel channel = new Channel("odd", Modality.RGB, "odd", "some.Thing", "?", 10, "camera");
        assertThatThrownBy(() -> Restamp.at(new RecordedFrame(channel, START, 0, new byte[0]), START.plusNanos(1)))
                .hasMessageContaining("some.Thing")
                .hasMessageContaining("with their own stamps");
    }
}
