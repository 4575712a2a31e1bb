package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.SIZE;
import static io.lynceus.raster.Fixtures.STAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import com.google.protobuf.ByteString;
import io.lynceus.fuzz.Fuzz;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, decoding ends as a value. */
class FuzzTest {
    private static final List<Modality> MODALITIES =
            List.of(Modality.RGB, Modality.DEPTH, Modality.LIDAR, Modality.EVENT, new Modality("thermal"));
    private static final List<Rasterizer> RASTERIZERS = Arrays.stream(PayloadFormat.values())
            .flatMap(format -> MODALITIES.stream().map(modality -> rasterizer(modality, format)))
            .toList();
    private static final List<byte[]> VALID = valid();

    private final ByteBuffer target = ByteBuffer.allocateDirect(SIZE.bytes());

    private static Rasterizer rasterizer(Modality modality, PayloadFormat format) {
        Calibration calibration = Calibration.ofPoints(Fixtures.CAMERA, Fixtures.FORWARD);
        return new Rasterizer(new RasterSpec(modality, format, SIZE, Optional.of(calibration)));
    }

    private static List<byte[]> valid() {
        byte[] png = Fixtures.encode(".png", new Mat(20, 30, CV_8UC3, new Scalar(1, 2, 3, 0)));
        byte[] jpeg = Fixtures.encode(".jpg", new Mat(20, 30, CV_8UC3, new Scalar(1, 2, 3, 0)));
        byte[] depth = Fixtures.encode(".png", new Mat(20, 30, CV_16UC1, new Scalar(4000)));
        byte[] events = new byte[400];
        new Random(1).nextBytes(events);
        CdrWriter cloud = new CdrWriter(ByteOrder.BIG_ENDIAN).header(STAMP.nanos());
        cloud.u32(1)
                .u32(2)
                .u32(3)
                .string("x")
                .u32(0)
                .u8(7)
                .u32(1)
                .string("y")
                .u32(4)
                .u8(7)
                .u32(1);
        cloud.string("z")
                .u32(8)
                .u8(8)
                .u32(1)
                .u8(1)
                .u32(16)
                .u32(32)
                .bytes(new byte[32])
                .u8(1);
        CdrWriter packet = new CdrWriter(ByteOrder.LITTLE_ENDIAN).header(STAMP.nanos());
        packet.u32(48).u32(64).u64(1).u64(2).string("evt3").u8(0).bytes(events);
        CdrWriter image = new CdrWriter(ByteOrder.BIG_ENDIAN).header(STAMP.nanos());
        image.u32(4).u32(5).string("mono16").u8(1).u32(10).bytes(new byte[40]);
        CdrWriter compressed = new CdrWriter(ByteOrder.LITTLE_ENDIAN).header(STAMP.nanos());
        return List.of(
                png,
                jpeg,
                depth,
                Fixtures.compressed(png),
                Fixtures.compressed(jpeg),
                Fixtures.raw("32FC1", 4, 5, 20, new byte[80]).toByteArray(),
                Fixtures.raw("bayer_grbg8", 4, 6, 6, new byte[24]).toByteArray(),
                Fixtures.raw("uyvy", 4, 6, 12, new byte[48]).toByteArray(),
                Fixtures.raw("nv12", 4, 6, 6, new byte[36]).toByteArray(),
                Fixtures.cloud(10, 0, 0, 1, Float.NaN, 1, 2, 3),
                Fixtures.events(48, 64, "evt2")
                        .setData(ByteString.copyFrom(events))
                        .build()
                        .toByteArray(),
                Fixtures.events(48, 64, "evt3")
                        .setData(ByteString.copyFrom(events))
                        .build()
                        .toByteArray(),
                cloud.toByteArray(),
                packet.toByteArray(),
                image.toByteArray(),
                compressed.string("rgb8; jpeg compressed bgr8").bytes(jpeg).toByteArray());
    }

    private void decodeWithAll(byte[] value) {
        for (Rasterizer rasterizer : RASTERIZERS) {
            assertThat(rasterizer.decode(value, target)).isNotNull();
            assertThat(rasterizer.spec().format().stamp(value)).isNotNull();
        }
    }

    @Test
    void damagedMessagesEndAsAValue() {
        new Fuzz(getClass(), "messages", VALID).run(this::decodeWithAll);
    }

    @Test
    void everyTruncationOfAValidMessageEndsAsAValue() {
        for (byte[] value : VALID) {
            for (int length = 0; length <= value.length; length++) {
                decodeWithAll(Arrays.copyOf(value, length));
            }
        }
    }
}
