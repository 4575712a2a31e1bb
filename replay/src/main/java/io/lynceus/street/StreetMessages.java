package io.lynceus.street;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.dataset.message.PointCloudMessages;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.street.sensor.StreetEvents;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes the messages for the topics from the sensors' measurements. Immutable. */
public final class StreetMessages {
    static final String CAMERA = "camera_front";
    static final String LIDAR = "lidar_top";

    private final int width;
    private final int height;

    public StreetMessages(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Encodes sRGB, uint8 [H, W, 3], as JPEG of quality 0.9. */
    public CompressedImage jpeg(Stamp stamp, byte[] rgb) {
        return CompressedImage.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(CAMERA)
                .setFormat("jpeg")
                .setData(UnsafeByteOperations.unsafeWrap(encodeJpeg(rgb)))
                .build();
    }

    /** Makes a message of sRGB, uint8 [H, W, 3]. */
    public RawImage rgb8(Stamp stamp, byte[] rgb) {
        return raw(stamp, "rgb8", 3, UnsafeByteOperations.unsafeWrap(rgb));
    }

    /** Makes a message of depth in millimetres, uint16 [H, W]. */
    public RawImage depth(Stamp stamp, short[] millimetres) {
        return raw(stamp, "16UC1", 2, littleEndian(millimetres));
    }

    /** Makes a message of x, y, z in metres and intensity, float32 [n, 4]. */
    public PointCloud points(Stamp stamp, float[] xyzi) {
        ByteBuffer data = ByteBuffer.allocate(4 * xyzi.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(xyzi);
        return PointCloudMessages.xyzi(stamp, LIDAR, UnsafeByteOperations.unsafeWrap(data));
    }

    /** Makes a message of events; {@code start} is the capture time at which the drive begins. */
    public EventPacket events(Stamp stamp, Stamp start, StreetEvents events) {
        ByteBuffer t = ByteBuffer.allocate(4 * events.count()).order(ByteOrder.LITTLE_ENDIAN);
        t.asIntBuffer().put(events.t());
        return EventPacket.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(CAMERA)
                .setWidth(width)
                .setHeight(height)
                .setEncoding("columns")
                .setTimeBase(start.plusNanos(events.baseNanos()).nanos())
                .setX(littleEndian(events.x()))
                .setY(littleEndian(events.y()))
                .setT(UnsafeByteOperations.unsafeWrap(t))
                .setPolarity(UnsafeByteOperations.unsafeWrap(events.polarity()))
                .build();
    }

    private RawImage raw(Stamp stamp, String encoding, int bytesPerPixel, ByteString data) {
        return RawImage.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(CAMERA)
                .setWidth(width)
                .setHeight(height)
                .setEncoding(encoding)
                .setStep(width * bytesPerPixel)
                .setData(data)
                .build();
    }

    private static ByteString littleEndian(short[] values) {
        ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asShortBuffer().put(values);
        return UnsafeByteOperations.unsafeWrap(data);
    }

    private byte[] encodeJpeg(byte[] rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        return ImageFiles.jpeg(image);
    }
}
