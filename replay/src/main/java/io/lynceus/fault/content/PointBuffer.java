package io.lynceus.fault.content;

import java.nio.ByteBuffer;

/**
 * The points of a cloud, to be changed in place.
 *
 * @param data little-endian, {@code count} times {@code stride} bytes
 * @param x position of x within a point; its value is in metres
 */
public record PointBuffer(ByteBuffer data, int stride, Field x, Field y, Field z) {
    /** A number within a point, float32 or float64. */
    public record Field(int offset, boolean isDouble) {
        double get(ByteBuffer data, int point) {
            return isDouble ? data.getDouble(point + offset) : data.getFloat(point + offset);
        }

        void set(ByteBuffer data, int point, double value) {
            if (isDouble) {
                data.putDouble(point + offset, value);
            } else {
                data.putFloat(point + offset, (float) value);
            }
        }
    }

    public int count() {
        return data.limit() / stride;
    }

    /** Returns x, y and z of a point. */
    public double[] at(int i) {
        int point = i * stride;
        return new double[] {x.get(data, point), y.get(data, point), z.get(data, point)};
    }

    public void move(int i, double newX, double newY, double newZ) {
        int point = i * stride;
        x.set(data, point, newX);
        y.set(data, point, newY);
        z.set(data, point, newZ);
    }

    /** Keeps the first {@code left} points and cuts off the others. */
    public PointBuffer first(int left) {
        return new PointBuffer(data.limit(left * stride), stride, x, y, z);
    }

    /** Copies a point's bytes over those of another. */
    public void copy(int from, int to) {
        if (from != to) {
            System.arraycopy(data.array(), from * stride, data.array(), to * stride, stride);
        }
    }
}
