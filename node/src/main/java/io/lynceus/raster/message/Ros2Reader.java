package io.lynceus.raster.message;

import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the fields of ROS 2 messages: common_interfaces and event_camera_msgs. */
final class Ros2Reader {
    private static final Modality RADAR = new Modality("radar");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The header that compressed_depth_image_transport writes before the PNG: an enum and two floats. */
    private static final int COMPRESSED_DEPTH_HEADER = 12;

    private static final long PNG_SIGNATURE = 0x89504E47_0D0A1A0AL;

    private Ros2Reader() {}

    static FrameMessage read(byte[] value, Modality modality) throws MalformedException {
        CdrReader cdr = new CdrReader(value);
        Header header = header(cdr);
        return switch (kind(cdr, modality)) {
            case POINT_CLOUD -> pointCloud2(cdr, header);
            case EVENT_PACKET -> eventPacket(cdr, header);
            case COMPRESSED_IMAGE -> compressedImage(cdr, header);
            case IMAGE -> image(cdr, header);
        };
    }

    private enum Ros2Type {
        COMPRESSED_IMAGE("sensor_msgs/msg/CompressedImage"),
        IMAGE("sensor_msgs/msg/Image"),
        POINT_CLOUD("sensor_msgs/msg/PointCloud2"),
        EVENT_PACKET("event_camera_msgs/msg/EventPacket");

        private final String schema;

        Ros2Type(String schema) {
            this.schema = schema;
        }
    }

    /** Returns the full name of the message. */
    static String schema(byte[] value, Modality modality) throws MalformedException {
        CdrReader cdr = new CdrReader(value);
        Header unused = header(cdr);
        return kind(cdr, modality).schema;
    }

    private static Ros2Type kind(CdrReader afterHeader, Modality modality) throws MalformedException {
        if (modality.equals(Modality.LIDAR) || modality.equals(RADAR)) {
            return Ros2Type.POINT_CLOUD;
        }
        if (modality.equals(Modality.EVENT)) {
            return Ros2Type.EVENT_PACKET;
        }
        return afterHeader.stringFollows() ? Ros2Type.COMPRESSED_IMAGE : Ros2Type.IMAGE;
    }

    static Optional<Stamp> stamp(byte[] value) throws MalformedException {
        return time(new CdrReader(value));
    }

    private record Header(Optional<Stamp> stamp, String frameId) {}

    /** Reads a std_msgs/Header: time stamp, frame id. */
    private static Header header(CdrReader cdr) throws MalformedException {
        Optional<Stamp> stamp = time(cdr);
        return new Header(stamp, cdr.readString());
    }

    static Optional<Stamp> time(CdrReader cdr) throws MalformedException {
        long seconds = cdr.readInt();
        long nanos = cdr.readUnsignedInt();
        if (nanos >= NANOS_PER_SECOND) {
            throw new MalformedException("stamp.nanosec is " + nanos + ", allowed are 0 to 999999999", cdr.position());
        }
        return CaptureTimes.of(seconds * NANOS_PER_SECOND + nanos);
    }

    private static FrameMessage compressedImage(CdrReader cdr, Header header) throws MalformedException {
        String format = cdr.readString();
        ByteBuffer data = cdr.readBytes();
        ImageFormat said = ImageFormat.of(format);
        return FrameMessage.encodedImage(
                header.stamp(), header.frameId(), format, said.isCompressedDepth() ? depthImage(said, data) : data);
    }

    /** Returns the PNG of compressed depth, behind its header; some drivers leave the header out. */
    private static ByteBuffer depthImage(ImageFormat format, ByteBuffer data) throws MalformedException {
        if (!format.isPlainDepth()) {
            throw new MalformedException("compressed depth of format '" + format + "' and " + data.remaining()
                    + " bytes: 16UC1 as PNG is known; publish that, or sensor_msgs/Image");
        }
        if (isPng(data, 0)) {
            return data;
        }
        if (!isPng(data, COMPRESSED_DEPTH_HEADER)) {
            throw new MalformedException("compressed depth of format '" + format + "' and " + data.remaining()
                    + " bytes: a header of " + COMPRESSED_DEPTH_HEADER + " bytes and a PNG behind it are expected, and"
                    + " no PNG begins at byte 0 or " + COMPRESSED_DEPTH_HEADER);
        }
        int length = data.remaining() - COMPRESSED_DEPTH_HEADER;
        return data.slice(COMPRESSED_DEPTH_HEADER, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean isPng(ByteBuffer data, int at) {
        return data.remaining() >= at + Long.BYTES
                && data.duplicate().order(ByteOrder.BIG_ENDIAN).getLong(at) == PNG_SIGNATURE;
    }

    private static FrameMessage image(CdrReader cdr, Header header) throws MalformedException {
        long height = cdr.readUnsignedInt();
        long width = cdr.readUnsignedInt();
        String encoding = cdr.readString();
        ByteOrder order = byteOrder(cdr.readUnsignedByte());
        long step = cdr.readUnsignedInt();
        ByteBuffer data = cdr.readBytes().order(order);
        return new FrameMessage(
                header.stamp(), header.frameId(), FramePayload.RawPixels.of(width, height, encoding, step, data), data);
    }

    private static FrameMessage pointCloud2(CdrReader cdr, Header header) throws MalformedException {
        long height = cdr.readUnsignedInt();
        long width = cdr.readUnsignedInt();
        List<PointField> fields = pointFields(cdr);
        ByteOrder order = byteOrder(cdr.readUnsignedByte());
        long pointStep = cdr.readUnsignedInt();
        long rowStep = cdr.readUnsignedInt();
        ByteBuffer data = cdr.readBytes().order(order);
        PointRows rows = PointRows.of(height, width, pointStep, rowStep, data);
        return new FrameMessage(
                header.stamp(),
                header.frameId(),
                new PointFields(fields).over(rows.points(), pointStep, RigidTransform.IDENTITY),
                data,
                rows.remark());
    }

    private static List<PointField> pointFields(CdrReader cdr) throws MalformedException {
        long count = cdr.readUnsignedInt();
        PointFields.checkCount(count);
        List<PointField> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = cdr.readString();
            int offset = cdr.readInt();
            Optional<PointField.NumericType> type = numericType(cdr.readUnsignedByte());
            cdr.readUnsignedInt(); // count of numbers; only the first one is used
            type.ifPresent(known -> fields.add(new PointField(name, offset, known)));
        }
        return fields;
    }

    /** Returns the type for a code of sensor_msgs/PointField. */
    private static Optional<PointField.NumericType> numericType(int code) {
        PointField.NumericType type =
                switch (code) {
                    case 1 -> PointField.NumericType.INT8;
                    case 2 -> PointField.NumericType.UINT8;
                    case 3 -> PointField.NumericType.INT16;
                    case 4 -> PointField.NumericType.UINT16;
                    case 5 -> PointField.NumericType.INT32;
                    case 6 -> PointField.NumericType.UINT32;
                    case 7 -> PointField.NumericType.FLOAT32;
                    case 8 -> PointField.NumericType.FLOAT64;
                    default -> null;
                };
        return Optional.ofNullable(type);
    }

    private static FrameMessage eventPacket(CdrReader cdr, Header header) throws MalformedException {
        long height = cdr.readUnsignedInt();
        long width = cdr.readUnsignedInt();
        Limits.checkEventSensor(width, height);
        cdr.readLong(); // sequence number
        cdr.readLong(); // time base, of encodings other than evt2 and evt3
        String encoding = cdr.readString();
        ByteOrder order = byteOrder(cdr.readUnsignedByte());
        ByteBuffer data = cdr.readBytes().order(order);
        EventSource source = EventSource.of(encoding, data);
        return new FrameMessage(
                header.stamp(),
                header.frameId(),
                new FramePayload.PacketEvents((int) width, (int) height, source),
                data);
    }

    private static ByteOrder byteOrder(int isBigEndian) {
        return isBigEndian == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
}
