package io.lynceus.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.lynceus.raster.message.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class JpegScanTest {
    /** A picture of coarse noise, encoded. */
    private static byte[] jpeg(int height, int width, int type, long seed, int... parameters) {
        try (Mat image = new Mat(height, width, type);
                BytePointer bytes = new BytePointer()) {
            byte[] pixels = new byte[height * width * image.channels()];
            new Random(seed).nextBytes(pixels);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) ((i / 7 % 13) * 9 + (pixels[i] & 31));
            }
            image.<ByteBuffer>createBuffer().put(pixels);
            imencode(".jpg", image, bytes, new IntPointer(parameters));
            byte[] file = new byte[(int) bytes.limit()];
            bytes.get(file);
            return file;
        }
    }

    private static int check(byte[] jpeg) throws MalformedException {
        return JpegScan.check(ByteBuffer.wrap(jpeg));
    }

    @Property(tries = 60)
    void everyWholeImagePasses(
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll @IntRange(min = 5, max = 100) int quality,
            @ForAll @IntRange(max = 3) int restart,
            @ForAll boolean grey,
            @ForAll boolean optimised,
            @ForAll boolean progressive)
            throws MalformedException {
        byte[] file = jpeg(
                height,
                width,
                grey ? CV_8UC1 : CV_8UC3,
                height,
                IMWRITE_JPEG_QUALITY,
                quality,
                IMWRITE_JPEG_RST_INTERVAL,
                restart,
                IMWRITE_JPEG_OPTIMIZE,
                optimised ? 1 : 0,
                IMWRITE_JPEG_PROGRESSIVE,
                progressive ? 1 : 0);
        assertThat(check(file)).isEqualTo(file.length);
    }

    /** Fewer bytes may be less than a block of noise, and the rest then decodes as before: no decoder can tell. */
    @Property(tries = 60, seed = "1")
    void bytesThatWereLostInsideAScanAreSeen(
            @ForAll @IntRange(min = 1200, max = 4000) int lost,
            @ForAll @IntRange(min = 0, max = 2) int restart,
            @ForAll boolean progressive,
            @ForAll long seed) {
        byte[] file = jpeg(
                120,
                160,
                CV_8UC3,
                seed,
                IMWRITE_JPEG_RST_INTERVAL,
                restart,
                IMWRITE_JPEG_PROGRESSIVE,
                progressive ? 1 : 0);
        int from = file.length / 2;
        byte[] damaged = Arrays.copyOf(file, file.length - lost);
        System.arraycopy(file, from + lost, damaged, from, file.length - from - lost);
        assertThatThrownBy(() -> check(damaged)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aWebcamsFewBytesBeforeTheEndMarkerAreCutOff() throws MalformedException {
        byte[] file = jpeg(40, 60, CV_8UC3, 1);
        byte[] padded = Arrays.copyOf(file, file.length + 3);
        System.arraycopy(new byte[] {0, 7, 0}, 0, padded, file.length - 2, 3);
        padded[padded.length - 2] = (byte) 0xFF;
        padded[padded.length - 1] = (byte) 0xD9;
        assertThat(check(padded)).isEqualTo(file.length);
        assertThat(Arrays.copyOf(padded, file.length)).isEqualTo(file);
    }
}
