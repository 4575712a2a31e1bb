package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.lidar;
import static io.lynceus.raster.Fixtures.malformed;
import static io.lynceus.raster.Fixtures.pixel;
import static io.lynceus.raster.Fixtures.rastered;
import static io.lynceus.raster.Fixtures.rasterizer;
import static io.lynceus.raster.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.raster.ContentStatistics.EventStatistics;
import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real drivers send, as it lies in {@code ../shared/cases/wire}; its README says what must come of each. */
class WireCasesTest {
    private static final RasterSize SIZE = new RasterSize(64, 64);
    private static final Modality NIR = new Modality("nir");

    private static byte[] value(String name) {
        Path file = Fixtures.shared("cases/wire/" + name + ".bin");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Decoding decode(String name, Modality modality, ByteBuffer target) {
        return rasterizer(modality, PayloadFormat.ROS2, SIZE).decode(value(name), target);
    }

    private static String reason(String name, Modality modality) {
        return malformed(decode(name, modality, target(SIZE))).reason();
    }

    @Test
    void aJpegThatLostDataInsideItsScanIsMalformedThoughItEndsRightly() {
        assertThat(reason("c17-640-jpeg-1400-zero-bytes", Modality.RGB)).contains("corrupt JPEG data");
        rastered(decode("c20-640-jpeg-good", Modality.RGB, target(SIZE)));
    }

    @Test
    void redIsRedInAJpegThatWasEncodedFromRgb() {
        ByteBuffer raster = target(SIZE);
        rastered(decode("c03-bgr8-jpeg-compressed-rgb8-swapped", Modality.RGB, raster));
        int[] red = pixel(raster, SIZE, 16, 16);
        assertThat(red[0]).isGreaterThan(240);
        assertThat(red[2]).isLessThan(15);
        int[] blue = pixel(raster, SIZE, 48, 16);
        assertThat(blue[2]).isGreaterThan(240);
        assertThat(blue[0]).isLessThan(15);
    }

    @Test
    void twelveBitsInSixteenAreNotBlack() {
        ByteBuffer raster = target(SIZE);
        rastered(decode("c15-mono16-12bit-png-on-nir", NIR, raster));
        int brightest = 0;
        for (int i = 0; i < SIZE.bytes(); i++) {
            brightest = Math.max(brightest, raster.get(i) & 0xFF);
        }
        assertThat(brightest).isGreaterThan(200);
    }

    @Test
    void aVideoStreamAnEmptyValueAndASchemaRegistrysFrameAreNamed() {
        assertThat(reason("c04-h264", Modality.RGB)).contains("'h264'").contains("PNG");
        assertThat(reason("k01-null-empty", Modality.RGB)).contains("empty value");
        byte[] framed = value("k04-confluent-framed-protobuf");
        for (PayloadFormat format : new PayloadFormat[] {PayloadFormat.FOXGLOVE, PayloadFormat.IMAGE}) {
            assertThat(malformed(rasterizer(Modality.RGB, format, SIZE).decode(framed, target(SIZE)))
                            .reason())
                    .contains("schema-registry frame")
                    .contains("schema id 1");
        }
        assertThat(reason("k04-confluent-framed-protobuf", Modality.RGB))
                .as("it looks like a CDR message of the other byte order")
                .contains("schema-registry frame of schema id 1");
    }

    @Test
    void anImageMessageWithoutDataSaysSo() {
        byte[] empty = new CdrWriter(ByteOrder.LITTLE_ENDIAN)
                .header(1_700_000_000_000_000_000L)
                .string("jpeg")
                .bytes(new byte[0])
                .toByteArray();
        assertThat(malformed(rasterizer(Modality.RGB, PayloadFormat.ROS2, SIZE).decode(empty, target(SIZE)))
                        .reason())
                .contains("no image: its data are empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"d03-compressedDepth-NO-hdr", "d04-mono16-compressedDepth", "d06-only-compressedDepth-string"})
    void compressedDepthIsReadWhereverItsMillimetresArePlain(String name) {
        ByteBuffer raster = target(SIZE);
        rastered(decode(name, Modality.DEPTH, raster));
        // 0.5 m: λ = 0.1, R = 230; 2 m: λ = 0.3, R = 179; none: black.
        assertThat(pixel(raster, SIZE, 16, 16)[0]).isEqualTo(230);
        assertThat(raster.get(2) & 0xFF).isEqualTo(255);
    }

    @Test
    void compressedDepthWithoutAPngSaysWhichHeaderIsMissing() {
        byte[] damaged = value("d04-mono16-compressedDepth");
        damaged[0x44] = 0;
        assertThat(malformed(rasterizer(Modality.DEPTH, PayloadFormat.ROS2, SIZE)
                                .decode(damaged, target(SIZE)))
                        .reason())
                .contains("header of 12 bytes");
    }

    @Test
    void anEightBitJpegThatSaysItIsDepthIsRefusedWithTheRemedy() {
        assertThat(reason("d08-16UC1-jpeg-8bit-grey", Modality.DEPTH))
                .contains("16UC1")
                .contains("publish");
    }

    @Test
    void floatDepthInMillimetresIsRefusedWithTheHint() {
        assertThat(reason("d13-raw-32FC1-in-millimetres", Modality.DEPTH))
                .contains("millimetres")
                .contains("metres");
    }

    @Test
    void eventsWithoutATimeAreRefusedWithTheReason() {
        Decoding done = decode("e03b-evt3-no-timehigh", Modality.EVENT, target(SIZE));
        long events = done.match(yes -> ((EventStatistics) yes.statistics()).events(), no -> 0L);
        assertThat(events).isZero();
        assertThat(malformed(done).reason()).contains("TIME_HIGH");
    }

    @ParameterizedTest
    @CsvSource({
        "p01-plain,100",
        "p03-organised-rowstep-whole,100",
        "p04-organised-rowstep0,100",
        "p05-organised-row-padded,100",
        "p17-rowstep-is-width,100",
        "p08-width0-data100,0"
    })
    void theDatasLengthDecidesHowRowsOfPointsLie(String name, int points) {
        Decoding.Rastered done = rastered(lidar(PayloadFormat.ROS2).decode(value(name), target(Fixtures.SIZE)));
        assertThat(((PointStatistics) done.statistics()).points()).isEqualTo(points);
        assertThat(done.remark().isPresent()).isEqualTo(points == 0);
    }

    @Test
    void aCloudWithFewerBytesThanItsHeaderCountsIsMalformed() {
        byte[] cloud = value("p01-plain");
        cloud[0x1C] = 101;
        assertThat(malformed(lidar(PayloadFormat.ROS2).decode(cloud, target(Fixtures.SIZE)))
                        .reason())
                .contains("too few");
    }

    @Test
    void intensitiesOfEightBitsInSixteenUseTheWholeRange() {
        ByteBuffer raster = target(Fixtures.SIZE);
        rastered(lidar(PayloadFormat.ROS2).decode(value("p13-u16-intensity-8bit-range"), raster));
        int brightest = 0;
        for (int i = 1; i < Fixtures.SIZE.bytes(); i += 3) {
            brightest = Math.max(brightest, raster.get(i) & 0xFF);
        }
        assertThat(brightest).isEqualTo(200);
    }
}
