package io.lynceus.dataset.message;

import com.google.protobuf.ByteString;
import io.lynceus.proto.foxglove.PackedElementField;
import io.lynceus.proto.foxglove.PackedElementField.NumericType;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.Pose;
import io.lynceus.proto.foxglove.Quaternion;
import io.lynceus.wire.Stamp;

/** Builds point clouds of x, y, z and intensity. */
public final class PointCloudMessages {
    /** Bytes of a point: four float32. */
    public static final int STRIDE = 16;

    /** Bytes of a point with ring and time: four float32, uint32, int32. */
    public static final int TIMED_STRIDE = 24;

    private PointCloudMessages() {}

    /** Makes a cloud of little-endian float32 [n, 4]: x, y, z in metres, intensity 0 to 1. */
    public static PointCloud xyzi(Stamp stamp, String frameId, ByteString data) {
        return cloud(stamp, frameId, STRIDE, data).build();
    }

    /**
     * Makes a cloud with rings and times: little-endian float32 x, y, z in metres and intensity, uint32 ring, int32 nanoseconds
     * from {@code stamp}.
     */
    public static PointCloud timed(Stamp stamp, String frameId, ByteString data) {
        return cloud(stamp, frameId, TIMED_STRIDE, data)
                .addFields(field("ring", 16).setType(NumericType.UINT32))
                .addFields(field("t", 20).setType(NumericType.INT32))
                .build();
    }

    private static PointCloud.Builder cloud(Stamp stamp, String frameId, int stride, ByteString data) {
        return PointCloud.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(frameId)
                .setPose(
                        Pose.newBuilder().setOrientation(Quaternion.newBuilder().setW(1)))
                .setPointStride(stride)
                .addFields(field("x", 0))
                .addFields(field("y", 4))
                .addFields(field("z", 8))
                .addFields(field("intensity", 12))
                .setData(data);
    }

    private static PackedElementField.Builder field(String name, int offset) {
        return PackedElementField.newBuilder().setName(name).setOffset(offset).setType(NumericType.FLOAT32);
    }
}
