package io.lynceus.street;

import io.lynceus.street.sensor.StreetEvents;

/** All sensors and the label at one instant. The arrays are not copied. */
public final class StreetSample {
    private final long nanos;
    private final byte[] rgb;
    private final short[] depth;
    private final float[] points;
    private final StreetEvents events;
    private final byte[] label;

    StreetSample(long nanos, byte[] rgb, short[] depth, float[] points, StreetEvents events, byte[] label) {
        this.nanos = nanos;
        this.rgb = rgb;
        this.depth = depth;
        this.points = points;
        this.events = events;
        this.label = label;
    }

    /** Returns the time in the scene. */
    public long nanos() {
        return nanos;
    }

    /** Returns the camera picture, sRGB: uint8 [H, W, 3]. */
    public byte[] rgb() {
        return rgb;
    }

    /** Returns depth Z along the camera's axis in millimetres, 0 where there is none: uint16 [H, W]. */
    public short[] depthMillimetres() {
        return depth;
    }

    /** Returns the LiDAR returns in the LiDAR's frame, x forward, y left, z up in metres, intensity 0 to 1: float32 [n, 4]. */
    public float[] points() {
        return points;
    }

    /** Returns the events of the window that ends at {@link #nanos}. */
    public StreetEvents events() {
        return events;
    }

    /** Returns class ids in DELIVER's list: uint8 [H, W]. */
    public byte[] label() {
        return label;
    }
}
