package io.lynceus.raster.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.PackedElementField;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the fields of protobuf messages without copying their data. */
final class FoxgloveReader {
    /** The capture time is field 1 of all four messages. */
    private static final int TIMESTAMP_FIELD = 1;

    private FoxgloveReader() {}

    private enum FoxgloveType {
        COMPRESSED_IMAGE(CompressedImage.getDescriptor()),
        RAW_IMAGE(RawImage.getDescriptor()),
        POINT_CLOUD(PointCloud.getDescriptor()),
        EVENT_PACKET(EventPacket.getDescriptor());

        private final String schema;

        FoxgloveType(Descriptor descriptor) {
            this.schema = descriptor.getFullName();
        }
    }

    /** Returns the full name of the message. */
    static String schema(byte[] value) throws MalformedException {
        CodedInputStream input = input(value);
        try {
            return kind(value).schema;
        } catch (IOException e) {
            throw notProtobuf(e, input);
        }
    }

    static FrameMessage read(byte[] value) throws MalformedException {
        CodedInputStream input = input(value);
        try {
            return switch (kind(value)) {
                case COMPRESSED_IMAGE -> compressedImage(CompressedImage.parseFrom(input));
                case RAW_IMAGE -> rawImage(RawImage.parseFrom(input));
                case POINT_CLOUD -> pointCloud(PointCloud.parseFrom(input));
                case EVENT_PACKET -> eventPacket(EventPacket.parseFrom(input));
            };
        } catch (IOException e) {
            throw notProtobuf(e, input);
        }
    }

    static Optional<Stamp> stamp(byte[] value) throws MalformedException {
        CodedInputStream input = input(value);
        try {
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                if (tag == ((TIMESTAMP_FIELD << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    return stamp(Timestamp.parseFrom(input.readByteArray()));
                }
                input.skipField(tag);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw notProtobuf(e, input);
        }
    }

    /**
     * Finds the message type from the fields. Protobuf bytes do not name their type, but the four messages differ in the wire
     * type of a field that each must have: {@code RawImage.width} is fixed32 2, {@code EventPacket.width} fixed32 3, {@code
     * PointCloud.point_stride} fixed32 4; {@code CompressedImage} has no fixed32.
     */
    private static FoxgloveType kind(byte[] value) throws IOException {
        boolean[] fixed32 = new boolean[5];
        CodedInputStream input = input(value);
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field < fixed32.length && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_FIXED32) {
                fixed32[field] = true;
            }
            input.skipField(tag);
        }
        if (fixed32[2]) {
            return FoxgloveType.RAW_IMAGE;
        }
        if (fixed32[3]) {
            return FoxgloveType.EVENT_PACKET;
        }
        return fixed32[4] ? FoxgloveType.POINT_CLOUD : FoxgloveType.COMPRESSED_IMAGE;
    }

    private static FrameMessage compressedImage(CompressedImage image) throws MalformedException {
        return FrameMessage.encodedImage(
                stamp(image.getTimestamp()), image.getFrameId(), image.getFormat(), view(image.getData()));
    }

    private static FrameMessage rawImage(RawImage image) throws MalformedException {
        ByteBuffer data = view(image.getData());
        FramePayload.RawPixels pixels = FramePayload.RawPixels.of(
                Integer.toUnsignedLong(image.getWidth()),
                Integer.toUnsignedLong(image.getHeight()),
                image.getEncoding(),
                Integer.toUnsignedLong(image.getStep()),
                data);
        return new FrameMessage(stamp(image.getTimestamp()), image.getFrameId(), pixels, data);
    }

    private static FrameMessage pointCloud(PointCloud cloud) throws MalformedException {
        PointFields.checkCount(cloud.getFieldsCount());
        List<PointField> fields = new ArrayList<>();
        for (PackedElementField field : cloud.getFieldsList()) {
            Optional<PointField.NumericType> type = numericType(field.getType());
            type.ifPresent(known -> fields.add(new PointField(field.getName(), field.getOffset(), known)));
        }
        ByteBuffer data = view(cloud.getData());
        RigidTransform pose;
        try {
            pose = RigidTransform.of(cloud.getPose());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("pose of the point cloud: " + e.getMessage());
        }
        long stride = Integer.toUnsignedLong(cloud.getPointStride());
        return new FrameMessage(
                stamp(cloud.getTimestamp()),
                cloud.getFrameId(),
                new PointFields(fields).over(data, stride, pose),
                data);
    }

    private static Optional<PointField.NumericType> numericType(PackedElementField.NumericType type) {
        return switch (type) {
            case UINT8 -> Optional.of(PointField.NumericType.UINT8);
            case INT8 -> Optional.of(PointField.NumericType.INT8);
            case UINT16 -> Optional.of(PointField.NumericType.UINT16);
            case INT16 -> Optional.of(PointField.NumericType.INT16);
            case UINT32 -> Optional.of(PointField.NumericType.UINT32);
            case INT32 -> Optional.of(PointField.NumericType.INT32);
            case FLOAT32 -> Optional.of(PointField.NumericType.FLOAT32);
            case FLOAT64 -> Optional.of(PointField.NumericType.FLOAT64);
            case UNKNOWN, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static FrameMessage eventPacket(EventPacket packet) throws MalformedException {
        long width = Integer.toUnsignedLong(packet.getWidth());
        long height = Integer.toUnsignedLong(packet.getHeight());
        Limits.checkEventSensor(width, height);
        boolean columns = packet.getEncoding().equals("columns");
        ByteBuffer data = view(columns ? packet.getX() : packet.getData());
        EventSource source = columns
                ? ColumnEvents.of(data, view(packet.getY()), view(packet.getT()), view(packet.getPolarity()))
                : EventSource.of(packet.getEncoding(), data);
        return new FrameMessage(
                stamp(packet.getTimestamp()),
                packet.getFrameId(),
                new FramePayload.PacketEvents((int) width, (int) height, source),
                data);
    }

    private static Optional<Stamp> stamp(Timestamp timestamp) throws MalformedException {
        try {
            return CaptureTimes.of(Stamp.of(timestamp).nanos());
        } catch (ArithmeticException e) {
            throw new MalformedException("timestamp: " + e.getMessage());
        }
    }

    /** Returns a stream whose byte strings are views of the value, which is never changed. */
    private static CodedInputStream input(byte[] value) {
        CodedInputStream input = UnsafeByteOperations.unsafeWrap(value).newCodedInput();
        input.enableAliasing(true);
        return input;
    }

    private static ByteBuffer view(ByteString bytes) {
        return bytes.asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static MalformedException notProtobuf(IOException e, CodedInputStream input) {
        String what =
                e instanceof InvalidProtocolBufferException ? "not a protobuf message: " : "cannot read message: ";
        return new MalformedException(what + e.getMessage(), input.getTotalBytesRead());
    }
}
