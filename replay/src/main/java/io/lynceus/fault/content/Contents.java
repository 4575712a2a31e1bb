package io.lynceus.fault.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.proto.foxglove.PackedElementField;
import io.lynceus.proto.foxglove.PackedElementField.NumericType;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.v1.EventPacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a frame's message, lets a fault change its content, and writes it again. */
final class Contents {
    private Contents() {}

    static RecordedFrame change(RecordedFrame frame, ContentFault fault, Occasion occasion) {
        try {
            byte[] value =
                    switch (PayloadKind.of(frame.channel())) {
                        case IMAGE -> ImageContents.change(frame, image -> fault.onImage(image, occasion.frameDice()));
                        case POINTS -> points(frame, fault, occasion);
                        case EVENTS -> events(frame, fault, occasion);
                        case OTHER ->
                            throw new IllegalArgumentException("no fault can change a "
                                    + frame.channel().schema() + " of sensor "
                                    + frame.channel().sensor());
                    };
            return new RecordedFrame(frame.channel(), frame.stamp(), frame.sequence(), value, frame.sampleId());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "frame " + frame + " does not hold a " + frame.channel().schema() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] points(RecordedFrame frame, ContentFault fault, Occasion occasion)
            throws InvalidProtocolBufferException {
        PointCloud cloud = PointCloud.parseFrom(frame.value());
        ByteBuffer data = ByteBuffer.wrap(cloud.getData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        if (cloud.getPointStride() <= 0 || data.limit() % cloud.getPointStride() != 0) {
            throw new IllegalArgumentException("frame " + frame + " holds " + data.limit()
                    + " bytes of points, which is not a multiple of its stride of " + cloud.getPointStride());
        }
        PointBuffer points = new PointBuffer(
                data,
                cloud.getPointStride(),
                field(cloud, "x", frame),
                field(cloud, "y", frame),
                field(cloud, "z", frame));
        PointBuffer changed = fault.onPoints(points, occasion.frameDice(), occasion.sensorDice());
        return cloud.toBuilder()
                .setData(UnsafeByteOperations.unsafeWrap(
                        changed.data().array(), 0, changed.data().limit()))
                .build()
                .toByteArray();
    }

    private static PointBuffer.Field field(PointCloud cloud, String name, RecordedFrame frame) {
        for (PackedElementField field : cloud.getFieldsList()) {
            boolean isDouble = field.getType() == NumericType.FLOAT64;
            if (field.getName().equals(name) && (isDouble || field.getType() == NumericType.FLOAT32)) {
                return new PointBuffer.Field(field.getOffset(), isDouble);
            }
        }
        throw new IllegalArgumentException("frame " + frame + " has no field '" + name
                + "' of float32 or float64; faults of points need x, y and z");
    }

    private static byte[] events(RecordedFrame frame, ContentFault fault, Occasion occasion)
            throws InvalidProtocolBufferException {
        EventPacket packet = EventPacket.parseFrom(frame.value());
        if (!packet.getEncoding().equals("columns")) {
            throw new IllegalArgumentException("frame " + frame + " holds events as " + packet.getEncoding()
                    + "; faults change only those in columns");
        }
        EventList changed = fault.onEvents(
                new EventList(
                        packet.getWidth(),
                        packet.getHeight(),
                        shorts(packet.getX()),
                        shorts(packet.getY()),
                        ints(packet.getT()),
                        packet.getPolarity().toByteArray()),
                occasion.frameDice());
        return packet.toBuilder()
                .setWidth(changed.width())
                .setHeight(changed.height())
                .setX(bytes(changed.x()))
                .setY(bytes(changed.y()))
                .setT(bytes(changed.t()))
                .setPolarity(UnsafeByteOperations.unsafeWrap(changed.polarity()))
                .build()
                .toByteArray();
    }

    private static short[] shorts(ByteString column) {
        short[] values = new short[column.size() / 2];
        column.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(values);
        return values;
    }

    private static int[] ints(ByteString column) {
        int[] values = new int[column.size() / 4];
        column.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(values);
        return values;
    }

    private static ByteString bytes(short[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(values);
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    private static ByteString bytes(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
