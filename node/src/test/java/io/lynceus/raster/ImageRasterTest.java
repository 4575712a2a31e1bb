package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.SIZE;
import static io.lynceus.raster.Fixtures.STAMP;
import static io.lynceus.raster.Fixtures.bytes;
import static io.lynceus.raster.Fixtures.compressed;
import static io.lynceus.raster.Fixtures.encode;
import static io.lynceus.raster.Fixtures.malformed;
import static io.lynceus.raster.Fixtures.pixel;
import static io.lynceus.raster.Fixtures.rastered;
import static io.lynceus.raster.Fixtures.rasterizer;
import static io.lynceus.raster.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.raster.ContentStatistics.ImageStatistics;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRasterTest {
    private static final Modality THERMAL = new Modality("thermal");

    /** 100 × 150, blue 30, green 20, red 10 in OpenCV's order. */
    private static Mat colour() {
        return new Mat(100, 150, CV_8UC3, new Scalar(30, 20, 10, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {".png", ".jpg"})
    void aCompressedImageBecomesRedGreenBlueAtModelSize(String extension) {
        ByteBuffer target = target(SIZE);
        var done = rastered(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE)
                .decode(compressed(encode(extension, colour())), target));
        assertThat(done.stamp()).contains(STAMP);
        assertThat(pixel(target, SIZE, 0, 0)).containsExactly(10, 20, 30);
        assertThat(pixel(target, SIZE, 47, 63)).containsExactly(10, 20, 30);
        assertThat(target.position()).isZero();
    }

    @Test
    void theRasterIsWrittenFromTheTargetsPositionAndNowhereElse() {
        ByteBuffer batch = ByteBuffer.allocateDirect(3 * SIZE.bytes());
        batch.position(SIZE.bytes());
        rastered(rasterizer(Modality.RGB, PayloadFormat.IMAGE, SIZE).decode(encode(".png", colour()), batch));
        assertThat(batch.get(SIZE.bytes() - 1)).isZero();
        assertThat(batch.get(SIZE.bytes())).isEqualTo((byte) 10);
        assertThat(batch.get(2 * SIZE.bytes() - 1)).isEqualTo((byte) 30);
        assertThat(batch.get(2 * SIZE.bytes())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"rgb8,3,10 20 30", "bgr8,3,30 20 10", "8UC3,3,30 20 10", "rgba8,4,10 20 30 99", "bgra8,4,30 20 10 99"})
    void everyRawLayoutBecomesTheSameColours(String encoding, int channels, String values) {
        byte[] pixelBytes = new byte[channels];
        String[] parts = values.split(" ");
        for (int i = 0; i < channels; i++) {
            pixelBytes[i] = Byte.parseByte(parts[i]);
        }
        int step = 70 * channels + 5; // padded rows
        byte[] data = new byte[60 * step];
        for (int row = 0; row < 60; row++) {
            for (int column = 0; column < 70; column++) {
                System.arraycopy(pixelBytes, 0, data, row * step + column * channels, channels);
            }
        }
        ByteBuffer target = target(SIZE);
        rastered(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE)
                .decode(Fixtures.raw(encoding, 60, 70, step, data).toByteArray(), target));
        assertThat(pixel(target, SIZE, 20, 40)).containsExactly(10, 20, 30);
        assertThat(pixel(target, SIZE, 47, 63)).containsExactly(10, 20, 30);
    }

    @Test
    void greyOfEightOrSixteenBitsIsRepeatedInAllChannels() {
        ByteBuffer target = target(SIZE);
        byte[] grey8 = new byte[80 * 80];
        Arrays.fill(grey8, (byte) 200);
        rastered(rasterizer(THERMAL, PayloadFormat.FOXGLOVE, SIZE)
                .decode(Fixtures.raw("mono8", 80, 80, 80, grey8).toByteArray(), target));
        assertThat(pixel(target, SIZE, 5, 5)).containsExactly(200, 200, 200);

        ByteBuffer grey16 = Fixtures.littleEndian(2 * 80 * 80);
        while (grey16.hasRemaining()) {
            grey16.putShort((short) (100 * 257));
        }
        rastered(rasterizer(THERMAL, PayloadFormat.FOXGLOVE, SIZE)
                .decode(Fixtures.raw("mono16", 80, 80, 160, bytes(grey16)).toByteArray(), target));
        assertThat(pixel(target, SIZE, 5, 5)).containsExactly(100, 100, 100);
    }

    @Test
    void shrinkingAveragesAPhotographButNeverARenderedMeasurement() {
        try (Mat stripes = new Mat(96, 128, CV_8UC1)) {
            ByteBuffer pixels = stripes.createBuffer();
            for (int i = 0; i < 96 * 128; i++) {
                pixels.put(i, (byte) (i % 2 == 0 ? 0 : 255));
            }
            byte[] file = encode(".png", stripes);
            ByteBuffer target = target(SIZE);
            rastered(rasterizer(Modality.RGB, PayloadFormat.IMAGE, SIZE).decode(file, target));
            assertThat(pixel(target, SIZE, 10, 10)[0]).isBetween(127, 128);
            rastered(rasterizer(Modality.LIDAR, PayloadFormat.IMAGE, SIZE).decode(file, target));
            assertThat(pixel(target, SIZE, 10, 10)[0]).isIn(0, 255);
        }
    }

    @Test
    void statisticsOfALargeImageAreThoseOfItsCells() {
        RasterSize small = new RasterSize(120, 160);
        byte[] cells = new byte[small.bytes()];
        new Random(3).nextBytes(cells);
        ImageStatistics expected = statistics(small, cells);
        for (int k : new int[] {2, 3, 4, 8}) {
            RasterSize large = new RasterSize(k * small.height(), k * small.width());
            byte[] pixels = new byte[large.bytes()];
            for (int i = 0; i < pixels.length; i++) {
                int row = i / 3 / large.width() / k;
                int column = i / 3 % large.width() / k;
                pixels[i] = cells[3 * (row * small.width() + column) + i % 3];
            }
            assertThat(statistics(large, pixels))
                    .usingRecursiveComparison()
                    .ignoringFields("contentHash")
                    .isEqualTo(expected);
        }
    }

    private static ImageStatistics statistics(RasterSize size, byte[] rgb) {
        byte[] value = Fixtures.raw("rgb8", size.height(), size.width(), 3 * size.width(), rgb)
                .toByteArray();
        return (ImageStatistics)
                rastered(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, size).decode(value, target(size)))
                        .statistics();
    }

    @ParameterizedTest
    @CsvSource({"rgb,16", "depth,16", "rgb,0", "depth,0"})
    void anImageOfTheRastersOwnSizeKeepsEveryPixel(String modality, int type) {
        try (Mat image = new Mat(SIZE.height(), SIZE.width(), type)) {
            ByteBuffer pixels = image.createBuffer();
            for (int i = 0; i < pixels.capacity(); i++) {
                pixels.put(i, (byte) (31 * i));
            }
            ByteBuffer target = target(SIZE);
            rastered(rasterizer(new Modality(modality), PayloadFormat.IMAGE, SIZE)
                    .decode(encode(".png", image), target));
            for (int i = 0; i < SIZE.pixels(); i++) {
                for (int c = 0; c < 3; c++) {
                    int at = image.channels() == 1 ? i : 3 * i + 2 - c;
                    assertThat(target.get(3 * i + c)).isEqualTo(pixels.get(at));
                }
            }
        }
    }

    @Test
    void statisticsTellBlackSaturatedFlatAndTexturedApart() {
        ImageStatistics black = statistics(new Scalar(0, 0, 0, 0));
        ImageStatistics white = statistics(new Scalar(255, 255, 255, 0));
        assertThat(black.blackShare()).isEqualTo(1);
        assertThat(black.mean()).isZero();
        assertThat(white.saturatedShare()).isEqualTo(1);
        assertThat(white.mean()).isEqualTo(255);
        assertThat(white.deviation()).isZero();
        assertThat(white.sharpness()).isZero();
        assertThat(black.contentHash()).isNotEqualTo(white.contentHash());
        assertThat(statistics(new Scalar(0, 0, 0, 0)).contentHash()).isEqualTo(black.contentHash());
    }

    private static ImageStatistics statistics(Scalar colour) {
        byte[] value = compressed(encode(".png", new Mat(100, 150, CV_8UC3, colour)));
        var done =
                rastered(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE).decode(value, target(SIZE)));
        return (ImageStatistics) done.statistics();
    }

    @Test
    void rosMessagesOfEitherByteOrderGiveTheSameRasterAsFoxglove() {
        byte[] file = encode(".png", colour());
        ByteBuffer expected = target(SIZE);
        rastered(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE).decode(compressed(file), expected));
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] compressed = new CdrWriter(order)
                    .header(STAMP.nanos())
                    .string("bgr8; png compressed bgr8")
                    .bytes(file)
                    .toByteArray();
            ByteBuffer target = target(SIZE);
            var done =
                    rastered(rasterizer(Modality.RGB, PayloadFormat.ROS2, SIZE).decode(compressed, target));
            assertThat(done.stamp()).contains(STAMP);
            assertThat(PayloadFormat.ROS2.stamp(compressed)).contains(STAMP);
            assertThat(target).isEqualTo(expected);
        }
    }

    @Test
    void bigEndianRosDepthIsTurnedRound() {
        ByteBuffer data = ByteBuffer.allocate(2 * 20 * 30);
        while (data.hasRemaining()) {
            data.putShort((short) 4_000);
        }
        byte[] image = new CdrWriter(ByteOrder.LITTLE_ENDIAN)
                .header(STAMP.nanos())
                .u32(20)
                .u32(30)
                .string("16UC1")
                .u8(1)
                .u32(60)
                .bytes(bytes(data))
                .toByteArray();
        ByteBuffer target = target(SIZE);
        rastered(rasterizer(Modality.DEPTH, PayloadFormat.ROS2, SIZE).decode(image, target));
        // λ = ln 16 / ln 1024 = 0.4: R = 153, frac(6.4) = 0.4, G = 204
        assertThat(pixel(target, SIZE, 3, 3)).containsExactly(153, 204, 255);
    }

    @Test
    void depthAsPngOrFloatHasTheDocumentedCode() {
        try (Mat millimetres = new Mat(48, 64, CV_16UC1, new Scalar(4_000))) {
            millimetres.<ShortBuffer>createBuffer().put(0, (short) 0);
            byte[] png = encode(".png", millimetres);
            ByteBuffer target = target(SIZE);
            rastered(rasterizer(Modality.DEPTH, PayloadFormat.IMAGE, SIZE).decode(png, target));
            assertThat(pixel(target, SIZE, 0, 0)).containsExactly(0, 0, 0);
            assertThat(pixel(target, SIZE, 0, 1)).containsExactly(153, 204, 255);
        }
        ByteBuffer metres = Fixtures.littleEndian(4 * 48 * 64);
        while (metres.hasRemaining()) {
            metres.putFloat(4);
        }
        metres.putFloat(0, Float.NaN).putFloat(4, -1).putFloat(8, 0).putFloat(12, 0.1f);
        metres.putFloat(16, Float.POSITIVE_INFINITY).putFloat(20, 1e9f);
        ByteBuffer target = target(SIZE);
        rastered(rasterizer(Modality.DEPTH, PayloadFormat.FOXGLOVE, SIZE)
                .decode(Fixtures.raw("32FC1", 48, 64, 256, bytes(metres)).toByteArray(), target));
        for (int noData = 0; noData < 3; noData++) {
            assertThat(pixel(target, SIZE, 0, noData)).containsExactly(0, 0, 0);
        }
        assertThat(pixel(target, SIZE, 0, 3)).containsExactly(255, 0, 255);
        assertThat(pixel(target, SIZE, 0, 4)).containsExactly(0, 0, 255);
        assertThat(pixel(target, SIZE, 0, 5)).containsExactly(0, 0, 255);
        assertThat(pixel(target, SIZE, 0, 6)[0]).isCloseTo(153, within(1));
        assertThat(pixel(target, SIZE, 0, 6)[1]).isCloseTo(204, within(2));
    }

    @Test
    void anUnsetStampIsNone() {
        byte[] value = CompressedImage.newBuilder()
                .setData(ByteString.copyFrom(encode(".png", colour())))
                .build()
                .toByteArray();
        assertThat(PayloadFormat.FOXGLOVE.stamp(value)).isEmpty();
        assertThat(rastered(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE)
                                .decode(value, target(SIZE)))
                        .stamp())
                .isEmpty();
    }

    @Test
    void aStampThatNoClockShowsIsMalformed() {
        for (long seconds : new long[] {-8_500_000_000L, -1, 8_000_000_000L, Long.MAX_VALUE}) {
            byte[] value = CompressedImage.newBuilder()
                    .setTimestamp(Timestamp.newBuilder().setSeconds(seconds))
                    .setData(ByteString.copyFrom(encode(".png", colour())))
                    .build()
                    .toByteArray();
            assertThat(PayloadFormat.FOXGLOVE.stamp(value)).isEmpty();
            malformed(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE).decode(value, target(SIZE)));
        }
    }

    @Test
    void aCalibratedCameraIsWarpedIntoTheReferencesView() {
        // A dot on the optical axis of a camera turned right by the angle that moves the axis 16 model pixels right.
        double angle = Math.atan(16 / Fixtures.CAMERA.fx());
        RigidTransform turned = RigidTransform.ofQuaternion(0, Math.sin(angle / 2), 0, Math.cos(angle / 2));
        Calibration calibration = new Calibration(Fixtures.CAMERA, turned, Optional.of(Fixtures.CAMERA));
        Rasterizer rasterizer =
                new Rasterizer(new RasterSpec(Modality.EVENT, PayloadFormat.IMAGE, SIZE, Optional.of(calibration)));
        try (Mat image = new Mat(48, 64, CV_8UC1, new Scalar(0))) {
            ByteBuffer pixels = image.createBuffer();
            for (int row = 22; row < 26; row++) {
                for (int column = 30; column < 34; column++) {
                    pixels.put(64 * row + column, (byte) 255);
                }
            }
            ByteBuffer target = target(SIZE);
            rastered(rasterizer.decode(encode(".png", image), target));
            assertThat(pixel(target, SIZE, 24, 48)).containsExactly(255, 255, 255);
            assertThat(pixel(target, SIZE, 24, 32)).containsExactly(0, 0, 0);
        }
    }

    @Test
    void anUnknownEncodingIsRefusedNamingTheKnownOnes() {
        var no = malformed(rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE)
                .decode(Fixtures.raw("nv24", 4, 4, 4, new byte[48]).toByteArray(), target(SIZE)));
        assertThat(no.reason()).contains("nv24").contains("rgb8");
    }

    @Test
    void aStepShorterThanARowOrLongerThanTheDataIsRefused() {
        Rasterizer rasterizer = rasterizer(Modality.RGB, PayloadFormat.FOXGLOVE, SIZE);
        assertThat(malformed(rasterizer.decode(
                                Fixtures.raw("rgb8", 4, 4, 11, new byte[48]).toByteArray(), target(SIZE)))
                        .reason())
                .contains("11");
        assertThat(malformed(rasterizer.decode(
                                Fixtures.raw("rgb8", 4, 4, 13, new byte[48]).toByteArray(), target(SIZE)))
                        .reason())
                .contains("48");
    }

    /** OpenCV throws at such a step, and an exception would end the node. */
    @Test
    void aStepThatCutsANumberInTwoIsRefused() {
        for (String encoding : new String[] {"mono16", "32FC1"}) {
            Modality modality = encoding.equals("mono16") ? Modality.RGB : Modality.DEPTH;
            assertThat(malformed(rasterizer(modality, PayloadFormat.FOXGLOVE, SIZE)
                                    .decode(
                                            Fixtures.raw(encoding, 4, 4, 17, new byte[68])
                                                    .toByteArray(),
                                            target(SIZE)))
                            .reason())
                    .contains("step of 17 bytes")
                    .contains("multiple of");
        }
    }
}
