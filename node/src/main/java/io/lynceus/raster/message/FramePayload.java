package io.lynceus.raster.message;

import io.lynceus.raster.geometry.RigidTransform;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The payload of a message; buffers are views of the record's value. */
public sealed interface FramePayload {
    <T> T accept(Visitor<T> visitor) throws MalformedException;

    /** Handles each kind of payload. */
    interface Visitor<T> {
        T encodedImage(EncodedImage image) throws MalformedException;

        T pixels(RawPixels pixels) throws MalformedException;

        T points(CloudPoints points) throws MalformedException;

        T events(PacketEvents events) throws MalformedException;
    }

    /** The bytes of a PNG or JPEG file, and what the message says about them. */
    record EncodedImage(ByteBuffer data, ImageFormat format) implements FramePayload {
        @Override
        public <T> T accept(Visitor<T> visitor) throws MalformedException {
            return visitor.encodedImage(this);
        }
    }

    /**
     * Pixels without compression, row by row.
     *
     * @param step bytes per row
     */
    record RawPixels(int width, int height, PixelFormat format, int step, ByteBuffer data) implements FramePayload {
        /** Makes the payload after checking that every row lies within the data. */
        public static RawPixels of(long width, long height, String encoding, long step, ByteBuffer data)
                throws MalformedException {
            PixelFormat format = PixelFormat.of(encoding);
            Limits.checkImage(width, height, MalformedException.UNKNOWN_OFFSET);
            format.requireSize(width, height);
            long row = width * format.bytesPerPixel();
            if (step < row || step > Integer.MAX_VALUE) {
                throw new MalformedException("step of " + step + " bytes: a row of " + width + " pixels of " + encoding
                        + " takes at least " + row);
            }
            if (step % format.bytesPerSample() != 0) {
                throw new MalformedException("step of " + step + " bytes: a row of " + encoding
                        + " begins at a multiple of " + format.bytesPerSample() + " bytes");
            }
            long rows = format.rows(height);
            if (step * (rows - 1) + row > data.remaining()) {
                throw new MalformedException(
                        data.remaining() + " bytes of pixels: " + rows + " rows of " + step + " bytes are stated");
            }
            return new RawPixels((int) width, (int) height, format, (int) step, data);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) throws MalformedException {
            return visitor.pixels(this);
        }
    }

    /**
     * Points of equal stride.
     *
     * @param data in the byte order of the numbers
     * @param pose takes a point to the sensor's frame
     */
    record CloudPoints(
            ByteBuffer data,
            int stride,
            PointField x,
            PointField y,
            PointField z,
            Optional<PointField> intensity,
            RigidTransform pose)
            implements FramePayload {
        public int count() {
            return data.remaining() / stride;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) throws MalformedException {
            return visitor.points(this);
        }
    }

    /** Events of a sensor of that size in pixels. */
    record PacketEvents(int width, int height, EventSource source) implements FramePayload {
        @Override
        public <T> T accept(Visitor<T> visitor) throws MalformedException {
            return visitor.events(this);
        }
    }
}
