package io.lynceus.stream.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final FrameRef FRAME =
            new FrameRef("vehicle-7", "rgb", new Stamp(1_700_000_000_123_456_789L), new RecordAddress("camera", 3, 41));

    @Test
    void aLetterSaysWhereTheRecordLiesAndHowItBegins() {
        byte[] value = new byte[1000];
        Arrays.fill(value, (byte) 'a');
        value[64] = 'b';
        DeadLetter letter = DeadLetters.of(FRAME, "torn", 12, value);
        assertThat(letter.getRig() + " " + letter.getSensor()).isEqualTo("vehicle-7 rgb");
        assertThat(letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset())
                .isEqualTo("camera-3@41");
        assertThat(Stamp.of(letter.getTimestamp())).isEqualTo(FRAME.stamp());
        assertThat(letter.getReason()).isEqualTo("torn");
        assertThat(letter.getByteOffset()).isEqualTo(12);
        assertThat(letter.getSize()).isEqualTo(1000);
        assertThat(letter.getHead().toStringUtf8()).isEqualTo("a".repeat(64));
    }

    @Test
    void aRecordWithoutAValueHasALetterToo() {
        DeadLetter letter = DeadLetters.of(FRAME, "no value", -1, null);
        assertThat(letter.getSize()).isZero();
        assertThat(letter.getHead()).isEmpty();
        assertThat(HexFormat.of().formatHex(letter.getSha256().toByteArray()))
                .as("of nothing")
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
