package io.lynceus.raster.message;

import io.lynceus.raster.geometry.RigidTransform;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The field table of a point cloud, by name. */
final class PointFields {
    private static final List<String> INTENSITY = List.of("intensity", "reflectivity", "reflectance", "i");
    private static final int MAX_FIELDS = 256;

    private final List<PointField> fields;

    PointFields(List<PointField> fields) {
        this.fields = fields;
    }

    static void checkCount(long count) throws MalformedException {
        if (count > MAX_FIELDS) {
            throw new MalformedException("point cloud of " + count + " fields: at most " + MAX_FIELDS + " are allowed");
        }
    }

    /** Makes the payload after checking that data is a whole number of points and every field lies within a point. */
    FramePayload.CloudPoints over(ByteBuffer data, long stride, RigidTransform pose) throws MalformedException {
        if (stride < 1 || stride > Integer.MAX_VALUE) {
            throw new MalformedException("point stride of " + stride + " bytes: at least 1 is needed");
        }
        if (data.remaining() % stride != 0) {
            throw new MalformedException(
                    data.remaining() + " bytes of points are not a multiple of the stride of " + stride + " bytes");
        }
        Optional<PointField> intensity = Optional.empty();
        for (String name : INTENSITY) {
            intensity = intensity.isPresent() ? intensity : find(name, stride);
        }
        return new FramePayload.CloudPoints(
                data, (int) stride, require("x", stride), require("y", stride), require("z", stride), intensity, pose);
    }

    private PointField require(String name, long stride) throws MalformedException {
        Optional<PointField> field = find(name, stride);
        if (field.isEmpty()) {
            throw new MalformedException("point cloud has no field '" + name + "'; it has "
                    + fields.stream().map(PointField::name).limit(16).toList());
        }
        return field.get();
    }

    private Optional<PointField> find(String name, long stride) throws MalformedException {
        for (PointField field : fields) {
            if (field.name().equals(name)) {
                if (field.offset() < 0 || field.offset() + (long) field.type().bytes() > stride) {
                    throw new MalformedException(
                            "field '" + name + "' at byte " + Integer.toUnsignedString(field.offset()) + " of "
                                    + field.type().bytes() + " bytes: a point has " + stride);
                }
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
