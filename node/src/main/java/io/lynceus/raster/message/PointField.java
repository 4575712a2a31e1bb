package io.lynceus.raster.message;

import java.nio.ByteBuffer;

/**
 * A number within a point.
 *
 * @param offset bytes from the start of the point
 */
public record PointField(String name, int offset, NumericType type) {
    /** Reads the field of the point that starts at that byte. */
    public double read(ByteBuffer data, int point) {
        int at = point + offset;
        return switch (type) {
            case FLOAT32 -> data.getFloat(at);
            case FLOAT64 -> data.getDouble(at);
            case UINT8 -> data.get(at) & 0xFF;
            case INT8 -> data.get(at);
            case UINT16 -> data.getShort(at) & 0xFFFF;
            case INT16 -> data.getShort(at);
            case UINT32 -> data.getInt(at) & 0xFFFF_FFFFL;
            case INT32 -> data.getInt(at);
        };
    }

    /** The types of both Foxglove's and ROS's point clouds, whose codes differ. */
    public enum NumericType {
        UINT8(1, 0xFF),
        INT8(1, 0),
        UINT16(2, 0),
        INT16(2, 0),
        UINT32(4, 0),
        INT32(4, 0),
        FLOAT32(4, 0),
        FLOAT64(8, 0);

        private final int bytes;
        private final double fullScale;

        NumericType(int bytes, double fullScale) {
            this.bytes = bytes;
            this.fullScale = fullScale;
        }

        public boolean isFloat() {
            return this == FLOAT32 || this == FLOAT64;
        }

        public int bytes() {
            return bytes;
        }

        /** Returns the largest value of an 8-bit number; 0 for the other types, whose scale is derived from the values. */
        public double fullScale() {
            return fullScale;
        }
    }
}
