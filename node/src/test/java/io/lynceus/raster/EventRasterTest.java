package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.SIZE;
import static io.lynceus.raster.Fixtures.STAMP;
import static io.lynceus.raster.Fixtures.bytes;
import static io.lynceus.raster.Fixtures.events;
import static io.lynceus.raster.Fixtures.littleEndian;
import static io.lynceus.raster.Fixtures.malformed;
import static io.lynceus.raster.Fixtures.pixel;
import static io.lynceus.raster.Fixtures.rastered;
import static io.lynceus.raster.Fixtures.rasterizer;
import static io.lynceus.raster.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.lynceus.raster.ContentStatistics.EventStatistics;
import io.lynceus.raster.message.EventSource;
import io.lynceus.raster.message.Evt3Events;
import io.lynceus.raster.message.MalformedException;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRasterTest {
    private final Rasterizer rasterizer = rasterizer(Modality.EVENT, PayloadFormat.FOXGLOVE, SIZE);
    private final ByteBuffer target = target(SIZE);

    private static byte[] columns(int[]... events) {
        ByteBuffer x = littleEndian(2 * events.length);
        ByteBuffer y = littleEndian(2 * events.length);
        ByteBuffer t = littleEndian(4 * events.length);
        ByteBuffer p = littleEndian(events.length);
        for (int[] event : events) {
            t.putInt(event[0]);
            x.putShort((short) event[1]);
            y.putShort((short) event[2]);
            p.put((byte) event[3]);
        }
        return events(48, 64, "columns")
                .setX(ByteString.copyFrom(bytes(x)))
                .setY(ByteString.copyFrom(bytes(y)))
                .setT(ByteString.copyFrom(bytes(t)))
                .setPolarity(ByteString.copyFrom(bytes(p)))
                .build()
                .toByteArray();
    }

    @Test
    void countsAndRecencyHaveTheDocumentedCode() {
        var done = rastered(rasterizer.decode(
                columns(
                        new int[] {0, 1, 1, 1}, // older than the window
                        new int[] {60_000_000, 5, 7, 1},
                        new int[] {60_000_000, 5, 7, 1},
                        new int[] {110_000_000, 6, 7, 0}),
                target));
        assertThat(done.stamp()).contains(STAMP);
        assertThat(((EventStatistics) done.statistics()).events()).isEqualTo(4);
        assertThat(pixel(target, SIZE, 1, 1)).containsExactly(0, 0, 0);
        assertThat(pixel(target, SIZE, 7, 5)).containsExactly(128, 0, 128); // half the window old
        assertThat(pixel(target, SIZE, 7, 6)).containsExactly(0, 75, 255);
    }

    @Test
    void aLargerSensorsEventsAreCountedTogether() {
        ByteBuffer small = target(new RasterSize(24, 32));
        rastered(rasterizer(Modality.EVENT, PayloadFormat.FOXGLOVE, new RasterSize(24, 32))
                .decode(columns(new int[] {5, 10, 10, 1}, new int[] {5, 11, 11, 1}), small));
        assertThat(pixel(small, new RasterSize(24, 32), 5, 5)).containsExactly(128, 0, 255);
    }

    @Test
    void columnsOfUnequalLengthAreRefused() {
        byte[] uneven = events(48, 64, "columns")
                .setX(ByteString.copyFrom(new byte[4]))
                .setPolarity(ByteString.copyFrom(new byte[2]))
                .build()
                .toByteArray();
        assertThat(malformed(rasterizer.decode(uneven, target)).reason()).contains("4, 0, 0, 2");
    }

    /** time (ns), x, y, polarity */
    private static List<List<Long>> decode(EventSource source) {
        List<List<Long>> events = new ArrayList<>();
        source.forEach((nanos, x, y, positive) -> events.add(List.of(nanos, (long) x, (long) y, positive ? 1L : 0L)));
        return events;
    }

    @Test
    void evt3WordsAreDecodedWithTheirStateAndTimeWraps() throws MalformedException {
        int[] words = {
            0x2005, // before any time: skipped
            0x8FFF, // time high 4095
            0x6001, // time low 1
            0x0007, // y 7
            0x2805, // x 5, positive
            0x3064, // base 100, negative
            0x4801, // bits 0 and 11
            0x5002, // base 112, bit 1
            0xA001, // trigger: skipped
            0x8000, // wraps
            0x2003, // x 3, negative
        };
        ByteBuffer data = littleEndian(2 * words.length);
        for (int word : words) {
            data.putShort((short) word);
        }
        data.flip();
        long first = ((4095L << 12) + 1) * 1000;
        assertThat(decode(Evt3Events.of(data)))
                .containsExactly(
                        List.of(first, 5L, 7L, 1L),
                        List.of(first, 100L, 7L, 0L),
                        List.of(first, 111L, 7L, 0L),
                        List.of(first, 113L, 7L, 0L),
                        List.of(4096L * 4096 * 1000, 3L, 7L, 0L));
    }

    @Test
    void evt3OfRosHasTheSameRasterInEitherByteOrder() {
        short[] words = {(short) 0x8001, 0x6001, 0x0007, 0x2805};
        ByteBuffer little = littleEndian(8);
        ByteBuffer big = ByteBuffer.allocate(8);
        little.asShortBuffer().put(words);
        big.asShortBuffer().put(words);
        rastered(rasterizer.decode(
                events(48, 64, "evt3")
                        .setData(ByteString.copyFrom(bytes(little)))
                        .build()
                        .toByteArray(),
                target));
        assertThat(pixel(target, SIZE, 7, 5)).containsExactly(75, 0, 255);
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            boolean isBig = order == ByteOrder.BIG_ENDIAN;
            byte[] ros = new CdrWriter(order)
                    .header(STAMP.nanos())
                    .u32(48)
                    .u32(64)
                    .u64(1)
                    .u64(0)
                    .string("evt3")
                    .u8(isBig ? 1 : 0)
                    .bytes(bytes(isBig ? big : little))
                    .toByteArray();
            ByteBuffer raster = target(SIZE);
            rastered(rasterizer(Modality.EVENT, PayloadFormat.ROS2, SIZE).decode(ros, raster));
            assertThat(raster).isEqualTo(target);
        }
    }

    @Test
    void theRealRecordingDecodesToItsKnownEvents() throws IOException {
        Path file = Fixtures.shared("data/events/evt2.raw");
        assumeTrue(Files.exists(file), "no event recording at " + file);
        byte[] raw = Files.readAllBytes(file);
        int start = 0;
        while (raw[start] == '%') {
            while (raw[start++] != '\n') {}
        }
        byte[] packet = events(480, 640, "evt2")
                .setData(ByteString.copyFrom(Arrays.copyOfRange(raw, start, raw.length)))
                .build()
                .toByteArray();
        EventStatistics statistics =
                (EventStatistics) rastered(rasterizer.decode(packet, target)).statistics();
        assertThat(statistics.events()).isEqualTo(521_252);
        assertThat(statistics.perSecond()).isBetween(5.3e6, 5.6e6); // in 96 ms
    }
}
