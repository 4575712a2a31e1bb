package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @Test
    void recordsAreFramedAndCheckedAsTensorBoardExpects(@TempDir Path folder) throws IOException {
        try (EventFile file = new EventFile(folder, 1000)) {
            file.goesOn(6, 1001);
            file.scalars(7, 1001.5, Map.of("train/loss", 0.25));
        }
        ByteBuffer bytes;
        try (var files = Files.list(folder)) {
            bytes = ByteBuffer.wrap(Files.readAllBytes(files.findFirst().orElseThrow()))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        assertThat(record(bytes).getField(3).getLengthDelimitedList().get(0).toStringUtf8())
                .isEqualTo("brain.Event:2");
        UnknownFieldSet start = record(bytes);
        assertThat(start.getField(2).getVarintList()).isEqualTo(List.of(7L));
        assertThat(UnknownFieldSet.parseFrom(
                                start.getField(7).getLengthDelimitedList().get(0))
                        .getField(1)
                        .getVarintList())
                .isEqualTo(List.of(1L));
        UnknownFieldSet event = record(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(event.getField(2).getVarintList()).isEqualTo(List.of(7L));
        UnknownFieldSet value = UnknownFieldSet.parseFrom(UnknownFieldSet.parseFrom(
                        event.getField(5).getLengthDelimitedList().get(0))
                .getField(1)
                .getLengthDelimitedList()
                .get(0));
        assertThat(value.getField(1).getLengthDelimitedList().get(0).toStringUtf8())
                .isEqualTo("train/loss");
        assertThat(Float.intBitsToFloat(value.getField(2).getFixed32List().get(0)))
                .isEqualTo(0.25f);
    }

    private static UnknownFieldSet record(ByteBuffer bytes) throws IOException {
        byte[] length = new byte[8];
        bytes.get(length);
        assertThat(bytes.getInt()).isEqualTo(masked(length));
        byte[] data = new byte
                [(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
        bytes.get(data);
        assertThat(bytes.getInt()).isEqualTo(masked(data));
        return UnknownFieldSet.parseFrom(data);
    }

    /** As TensorFlow's crc32c.h defines it. */
    private static int masked(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        long value = crc.getValue();
        return (int) (((value >>> 15) | (value << 17)) + 0xa282ead8L);
    }
}
