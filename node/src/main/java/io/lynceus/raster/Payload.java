package io.lynceus.raster;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What a message carries; buffers are views of the record's value. */
sealed interface Payload {
    <T> T accept(Visitor<T> visitor) throws MalformedException;

    /** What is done with each kind. */
    interface Visitor<T> {
        T encodedImage(EncodedImage image) throws MalformedException;

        T pixels(Pixels pixels) throws MalformedException;

        T points(Points points) throws MalformedException;

        T events(Events events);
    }

    /** The bytes of a PNG or JPEG file. */
    record EncodedImage(ByteBuffer data) implements Payload {
        @Override
        public <T> T accept(Visitor<T> visitor) throws MalformedException {
            return visitor.encodedImage(this);
        }
    }

    /**
     * Pixels, row by row.
     *
     * @param step bytes per row
     */
    record Pixels(int width, int height, PixelFormat format, int step, ByteBuffer data) implements Payload {
        /** Checked: every row lies within the data. */
        static Pixels of(long width, long height, String encoding, long step, ByteBuffer data)
                throws MalformedException {
            PixelFormat format = PixelFormat.of(encoding);
            Limits.checkImage(width, height, MalformedException.UNKNOWN_OFFSET);
            long row = width * format.bytesPerPixel();
            if (step < row || step > Integer.MAX_VALUE) {
                throw new MalformedException("step of " + step + " bytes: a row of " + width + " pixels of " + encoding
                        + " takes at least " + row);
            }
            if (step * (height - 1) + row > data.remaining()) {
                throw new MalformedException(
                        data.remaining() + " bytes of pixels: " + height + " rows of " + step + " bytes are stated");
            }
            return new Pixels((int) width, (int) height, format, (int) step, data);
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
    record Points(
            ByteBuffer data,
            int stride,
            PointField x,
            PointField y,
            PointField z,
            Optional<PointField> intensity,
            RigidTransform pose)
            implements Payload {
        int count() {
            return data.remaining() / stride;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) throws MalformedException {
            return visitor.points(this);
        }
    }

    /** Events of a sensor of that size in pixels. */
    record Events(int width, int height, EventSource source) implements Payload {
        @Override
        public <T> T accept(Visitor<T> visitor) throws MalformedException {
            return visitor.events(this);
        }
    }
}
