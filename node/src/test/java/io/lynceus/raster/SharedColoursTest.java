package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.STAMP;
import static io.lynceus.raster.Fixtures.malformed;
import static io.lynceus.raster.Fixtures.pixel;
import static io.lynceus.raster.Fixtures.rastered;
import static io.lynceus.raster.Fixtures.rasterizer;
import static io.lynceus.raster.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts in which pixels share their colours, as cameras without a decoder send them. Quadrants are red, green, blue and white. */
class SharedColoursTest {
    private static final int SIDE = 64;
    private static final int PADDED = 80; // bytes of a row of the layouts of one byte a pixel
    private static final RasterSize SIZE = new RasterSize(SIDE, SIDE);
    private static final int[][] COLOURS = {{230, 20, 20}, {20, 230, 20}, {20, 20, 230}, {230, 230, 230}};

    private static int[] colour(int x, int y) {
        return COLOURS[(y < SIDE / 2 ? 0 : 2) + (x < SIDE / 2 ? 0 : 1)];
    }

    private static byte[] message(String encoding, int width, int height, int step, byte[] data) {
        return new CdrWriter(ByteOrder.LITTLE_ENDIAN)
                .header(STAMP.nanos())
                .u32(height)
                .u32(width)
                .string(encoding)
                .u8(0)
                .u32(step)
                .bytes(data)
                .toByteArray();
    }

    /** Y, U and V of a colour by BT.601 in 16..235 and 16..240. */
    private static int[] yuv(int[] rgb) {
        double r = rgb[0];
        double g = rgb[1];
        double b = rgb[2];
        return new int[] {
            (int) Math.round(16 + 0.257 * r + 0.504 * g + 0.098 * b),
            (int) Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b),
            (int) Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b)
        };
    }

    private static void assertQuadrants(byte[] value) {
        ByteBuffer raster = target(SIZE);
        rastered(rasterizer(Modality.RGB, PayloadFormat.ROS2, SIZE).decode(value, raster));
        for (int y : new int[] {0, 16, 29, 34, 48, 63}) {
            for (int x : new int[] {0, 16, 29, 34, 48, 63}) {
                for (int c = 0; c < 3; c++) {
                    assertThat(pixel(raster, SIZE, y, x)[c])
                            .as("channel %d of pixel %d, %d", c, x, y)
                            .isCloseTo(colour(x, y)[c], within(4));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rggb", "bggr", "gbrg", "grbg"})
    void aBayerPatternHasItsColoursFromTheUpperLeftOn(String pattern) {
        byte[] data = new byte[PADDED * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int channel = "rgb".indexOf(pattern.charAt(2 * (y % 2) + x % 2));
                data[y * PADDED + x] = (byte) colour(x, y)[channel];
            }
        }
        assertQuadrants(message("bayer_" + pattern + "8", SIDE, SIDE, PADDED, data));
    }

    @ParameterizedTest
    @CsvSource({"uyvy, 1, 0, 2", "yuv422, 1, 0, 2", "yuyv, 0, 1, 3", "yuv422_yuy2, 0, 1, 3"})
    void twoPixelsOfARowShareTheirColour(String encoding, int luma, int u, int v) {
        byte[] data = new byte[2 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x += 2) {
                int[] yuv = yuv(colour(x, y));
                int at = 2 * (y * SIDE + x);
                data[at + luma] = (byte) yuv[0];
                data[at + luma + 2] = (byte) yuv[0];
                data[at + u] = (byte) yuv[1];
                data[at + v] = (byte) yuv[2];
            }
        }
        assertQuadrants(message(encoding, SIDE, SIDE, 2 * SIDE, data));
    }

    @ParameterizedTest
    @CsvSource({"nv12, 1, 2", "nv21, 2, 1"})
    void fourPixelsShareTheColourOfThePlaneBehindTheGreyOne(String encoding, int first, int second) {
        byte[] data = new byte[PADDED * SIDE * 3 / 2];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int[] yuv = yuv(colour(x, y));
                data[y * PADDED + x] = (byte) yuv[0];
                data[(SIDE + y / 2) * PADDED + x] = (byte) yuv[x % 2 == 0 ? first : second];
            }
        }
        assertQuadrants(message(encoding, SIDE, SIDE, PADDED, data));
    }

    @ParameterizedTest
    @CsvSource({
        "bayer_rggb8, 63, 64, sides are even",
        "uyvy, 63, 64, sides are even",
        "nv12, 64, 63, sides are even",
        "nv12, 64, 64, 96 rows of 128 bytes are stated",
        "bayer_rggb16, 64, 64, known are rgb8",
        "nv24, 64, 64, known are rgb8"
    })
    void whatCannotBeSuchAnImageIsMalformed(String encoding, int width, int height, String reason) {
        byte[] value = message(encoding, width, height, 128, new byte[128 * 64]);
        assertThat(malformed(rasterizer(Modality.RGB, PayloadFormat.ROS2, SIZE).decode(value, target(SIZE)))
                        .reason())
                .contains(reason);
    }

    @Test
    void noColoursAreDistances() {
        for (String encoding : new String[] {"bayer_rggb8", "uyvy", "nv12"}) {
            byte[] value = message(encoding, SIDE, SIDE, 2 * SIDE, new byte[3 * SIDE * SIDE]);
            assertThat(malformed(rasterizer(Modality.DEPTH, PayloadFormat.ROS2, SIZE)
                                    .decode(value, target(SIZE)))
                            .reason())
                    .startsWith("depth image of " + encoding.toUpperCase(Locale.ROOT) + ": its distances are lost");
        }
    }
}
