package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.STAMP;
import static io.lynceus.raster.Fixtures.encode;
import static io.lynceus.raster.Fixtures.lidar;
import static io.lynceus.raster.Fixtures.littleEndian;
import static io.lynceus.raster.Fixtures.malformed;
import static io.lynceus.raster.Fixtures.pixel;
import static io.lynceus.raster.Fixtures.rastered;
import static io.lynceus.raster.Fixtures.rasterizer;
import static io.lynceus.raster.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other drivers send: relatives of the inputs of {@link WireCasesTest}, made here. */
class WireKindsTest {
    private static final RasterSize SIZE = new RasterSize(64, 64);
    private static final Modality NIR = new Modality("nir");

    private static byte[] ros(String format, byte[] data) {
        return new CdrWriter(ByteOrder.LITTLE_ENDIAN)
                .header(STAMP.nanos())
                .string(format)
                .bytes(data)
                .toByteArray();
    }

    private static String reason(Modality modality, byte[] value) {
        return malformed(rasterizer(modality, PayloadFormat.ROS2, SIZE).decode(value, target(SIZE)))
                .reason();
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        noise[0] = 1;
        return noise;
    }

    @ParameterizedTest
    @ValueSource(strings = {"h265", "hevc", "av1", "vp9", "jxl", "rgb8; jxl compressed bgr8"})
    void videoStreamsAndOtherCodecsAreNamed(String format) {
        assertThat(reason(Modality.RGB, ros(format, noise(900))))
                .contains("'" + format + "'")
                .contains("PNG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"16UC1; compressedDepth rvl", "32FC1; compressedDepth", "32FC1; compressedDepth png"})
    void compressedDepthOfAnotherCodeIsRefusedWithTheRemedy(String format) {
        assertThat(reason(Modality.DEPTH, ros(format, noise(900))))
                .contains(format)
                .contains("16UC1 as PNG is known; publish that");
    }

    @ParameterizedTest
    @CsvSource({
        "rgb8; jpeg compressed bgr8, 0",
        "bayer_rggb8; jpeg compressed bgr8, 0",
        "rgba8; jpeg compressed rgba8, 2"
    })
    void theLayoutBehindTheCodecSaysWhereRedIs(String format, int channel) {
        byte[] blueGreenRed = new byte[3 * 64 * 64];
        for (int i = 2; i < blueGreenRed.length; i += 3) {
            blueGreenRed[i] = (byte) 255;
        }
        ByteBuffer raster = target(SIZE);
        try (BytePointer pixels = new BytePointer(blueGreenRed);
                Mat image = new Mat(64, 64, opencv_core.CV_8UC3, pixels)) {
            rastered(rasterizer(Modality.RGB, PayloadFormat.ROS2, SIZE)
                    .decode(ros(format, encode(".jpg", image)), raster));
        }
        int[] pixel = pixel(raster, SIZE, 32, 32);
        assertThat(pixel[channel]).isGreaterThan(240);
        assertThat(pixel[2 - channel]).isLessThan(15);
    }

    /** Baseline is what cameras send; recorders and web tools send the others. */
    @ParameterizedTest
    @CsvSource({"progressive, 2, 1", "restart, 4, 8", "baseline, 2, 0"})
    void aJpegOfAnyKindThatLostDataInsideItsScanIsMalformed(String kind, int flag, int value) {
        byte[] file;
        try (BytePointer pixels = new BytePointer(noise(3 * 256 * 256));
                Mat image = new Mat(256, 256, opencv_core.CV_8UC3, pixels);
                BytePointer out = new BytePointer();
                IntPointer parameters = new IntPointer(flag, value)) {
            opencv_imgcodecs.imencode(".jpg", image, out, parameters);
            file = new byte[(int) out.limit()];
            out.get(file);
        }
        rastered(rasterizer(Modality.RGB, PayloadFormat.ROS2, SIZE).decode(ros("jpeg", file), target(SIZE)));
        Arrays.fill(file, file.length / 2, file.length / 2 + 2000, (byte) 0);
        assertThat(reason(Modality.RGB, ros("jpeg", file))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1023, LITTLE, 63", "4095, LITTLE, 255", "4095, BIG, 255", "16383, LITTLE, 63", "65535, BIG, 255"})
    void fewerBitsInSixteenOfARawImageAreNotBlack(int most, String endian, int brightest) {
        ByteOrder order = endian.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer pixels = ByteBuffer.allocate(2 * 64 * 64).order(order);
        for (int i = 0; i < 64 * 64; i++) {
            pixels.putShort((short) (most * i / (64 * 64)));
        }
        byte[] value = new CdrWriter(ByteOrder.LITTLE_ENDIAN)
                .header(STAMP.nanos())
                .u32(64)
                .u32(64)
                .string("mono16")
                .u8(endian.equals("BIG") ? 1 : 0)
                .u32(128)
                .bytes(pixels.array())
                .toByteArray();
        ByteBuffer raster = target(SIZE);
        rastered(rasterizer(NIR, PayloadFormat.ROS2, SIZE).decode(value, raster));
        assertThat(pixel(raster, SIZE, 63, 63)[0]).isBetween(brightest - 2, brightest + 1);
        assertThat(pixel(raster, SIZE, 32, 32)[0]).isBetween(brightest / 2 - 3, brightest / 2 + 3);
        assertThat(pixel(raster, SIZE, 0, 0)[0]).isZero();
    }

    private static CdrWriter cloud(int height, int width, String... names) {
        CdrWriter cdr = new CdrWriter(ByteOrder.LITTLE_ENDIAN)
                .header(STAMP.nanos())
                .u32(height)
                .u32(width)
                .u32(names.length);
        for (int i = 0; i < names.length; i++) {
            cdr.string(names[i]).u32(4 * i).u8(7).u32(1);
        }
        return cdr.u8(0);
    }

    @Test
    void aCloudWhosePointsHaveNoLengthIsMalformed() {
        byte[] value = cloud(1, 100, "x", "y", "z")
                .u32(0)
                .u32(0)
                .bytes(new byte[1200])
                .u8(1)
                .toByteArray();
        assertThat(malformed(lidar(PayloadFormat.ROS2).decode(value, target(Fixtures.SIZE)))
                        .reason())
                .isNotEmpty();
    }

    @Test
    void aCloudWithoutCoordinatesNamesTheMissingField() {
        byte[] value = cloud(1, 2, "range", "azimuth", "elevation")
                .u32(12)
                .u32(24)
                .bytes(new byte[24])
                .u8(1)
                .toByteArray();
        assertThat(malformed(lidar(PayloadFormat.ROS2).decode(value, target(Fixtures.SIZE)))
                        .reason())
                .contains("'x'");
    }

    @Test
    void aCloudOfMoreRowsThanMemoryIsMalformed() {
        byte[] value = cloud(-1, -1, "x", "y", "z")
                .u32(-1)
                .u32(-1)
                .bytes(new byte[24])
                .u8(1)
                .toByteArray();
        assertThat(malformed(lidar(PayloadFormat.ROS2).decode(value, target(Fixtures.SIZE)))
                        .reason())
                .contains("too few");
    }

    private static byte[] events(String encoding, byte[] data) {
        return new CdrWriter(ByteOrder.LITTLE_ENDIAN)
                .header(STAMP.nanos())
                .u32(64)
                .u32(64)
                .u64(1)
                .u64(0)
                .string(encoding)
                .u8(0)
                .bytes(data)
                .toByteArray();
    }

    @Test
    void eventsOfTheOlderFormatWithoutATimeAreRefusedToo() {
        ByteBuffer words = littleEndian(8).putInt(0x1000_0801).putInt(0x0000_1002);
        assertThat(reason(Modality.EVENT, events("evt2", words.array()))).contains("2 events without EVT_TIME_HIGH");
    }

    @ParameterizedTest
    @CsvSource({"evt21", "mono", "trigger", "libcaer_cmp"})
    void otherEncodingsOfEventsAreNamedWithTheKnownOnes(String encoding) {
        assertThat(reason(Modality.EVENT, events(encoding, new byte[16])))
                .contains("'" + encoding + "'")
                .contains("evt2, evt3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evt2", "evt3"})
    void halfAWordOfEventsIsMalformed(String encoding) {
        assertThat(reason(Modality.EVENT, events(encoding, new byte[7]))).contains("7 bytes");
    }

    @Test
    void aSchemaRegistrysFrameBeforeJsonAndTextOfOtherKindsIsNamed() {
        byte[] framed = "\0\0\0\0\7{\"data\": 1}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(malformed(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE)
                                .decode(framed, target(SIZE)))
                        .reason())
                .contains("schema id 7");
        byte[] json = "{\"stamp\": 1}".getBytes(StandardCharsets.US_ASCII);
        for (PayloadFormat format : PayloadFormat.values()) {
            assertThat(malformed(rasterizer(Modality.RGB, format, SIZE).decode(json, target(SIZE)))
                            .reason())
                    .contains("JSON text");
        }
    }
}
