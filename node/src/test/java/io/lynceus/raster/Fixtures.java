package io.lynceus.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import com.google.protobuf.ByteString;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.PackedElementField;
import io.lynceus.proto.foxglove.PackedElementField.NumericType;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Messages and rasterizers for tests. */
final class Fixtures {
    static final Stamp STAMP = new Stamp(1_700_000_000_123_456_789L);
    static final RasterSize SIZE = new RasterSize(48, 64);
    /** Looks along x of a LiDAR frame (x forward, y left, z up) that shares its origin. */
    static final RigidTransform FORWARD = new RigidTransform(0, -1, 0, 0, 0, -1, 1, 0, 0, 0, 0, 0);

    static final CameraModel CAMERA = CameraModel.pinhole(64, 64, 31.5, 23.5, SIZE);

    private Fixtures() {}

    static Path shared(String path) {
        return Path.of(System.getProperty("lynceus.shared", "../shared"), path);
    }

    static Rasterizer rasterizer(Modality modality, PayloadFormat format, RasterSize size) {
        return new Rasterizer(new RasterSpec(modality, format, size, Optional.empty()));
    }

    static Rasterizer lidar(PayloadFormat format) {
        Calibration calibration = Calibration.ofPoints(CAMERA, FORWARD);
        return new Rasterizer(new RasterSpec(Modality.LIDAR, format, SIZE, Optional.of(calibration)));
    }

    static ByteBuffer target(RasterSize size) {
        return ByteBuffer.allocateDirect(size.bytes());
    }

    static Decoding.Rastered rastered(Decoding decoding) {
        return decoding.match(yes -> yes, no -> {
            throw new AssertionError(no.reason());
        });
    }

    static Decoding.Malformed malformed(Decoding decoding) {
        assertThat(decoding).isInstanceOf(Decoding.Malformed.class);
        return (Decoding.Malformed) decoding;
    }

    /** Red, green, blue at a pixel. */
    static int[] pixel(ByteBuffer raster, RasterSize size, int row, int column) {
        int at = 3 * (row * size.width() + column);
        return new int[] {raster.get(at) & 0xFF, raster.get(at + 1) & 0xFF, raster.get(at + 2) & 0xFF};
    }

    /** A PNG or JPEG file. */
    static byte[] encode(String extension, Mat image) {
        try (BytePointer bytes = new BytePointer()) {
            assertThat(imencode(extension, image, bytes)).isTrue();
            byte[] file = new byte[(int) bytes.limit()];
            bytes.get(file);
            return file;
        }
    }

    static byte[] compressed(byte[] file) {
        return CompressedImage.newBuilder()
                .setTimestamp(STAMP.toTimestamp())
                .setFrameId("camera")
                .setFormat("png")
                .setData(ByteString.copyFrom(file))
                .build()
                .toByteArray();
    }

    static RawImage raw(String encoding, int height, int width, int step, byte[] data) {
        return RawImage.newBuilder()
                .setTimestamp(STAMP.toTimestamp())
                .setWidth(width)
                .setHeight(height)
                .setEncoding(encoding)
                .setStep(step)
                .setData(ByteString.copyFrom(data))
                .build();
    }

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All bytes of a buffer. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.duplicate().clear().get(bytes);
        return bytes;
    }

    /** Points of float32 x, y, z, intensity. */
    static byte[] cloud(float... xyzi) {
        ByteBuffer data = littleEndian(4 * xyzi.length);
        data.asFloatBuffer().put(xyzi);
        return cloud(bytes(data)).build().toByteArray();
    }

    static PointCloud.Builder cloud(byte[] xyzi) {
        PointCloud.Builder cloud = PointCloud.newBuilder()
                .setTimestamp(STAMP.toTimestamp())
                .setFrameId("lidar")
                .setPointStride(16)
                .setData(ByteString.copyFrom(xyzi));
        String[] names = {"x", "y", "z", "intensity"};
        for (int i = 0; i < names.length; i++) {
            cloud.addFields(PackedElementField.newBuilder()
                    .setName(names[i])
                    .setOffset(4 * i)
                    .setType(NumericType.FLOAT32));
        }
        return cloud;
    }

    static EventPacket.Builder events(int height, int width, String encoding) {
        return EventPacket.newBuilder()
                .setTimestamp(STAMP.toTimestamp())
                .setFrameId("dvs")
                .setWidth(width)
                .setHeight(height)
                .setEncoding(encoding);
    }
}
