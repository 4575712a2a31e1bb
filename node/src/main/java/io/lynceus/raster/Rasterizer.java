package io.lynceus.raster;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;

import io.lynceus.raster.Decoding.Malformed;
import io.lynceus.raster.Decoding.Rastered;
import io.lynceus.raster.Decoding.SourceImage;
import io.lynceus.raster.message.Bytes;
import io.lynceus.raster.message.FrameMessage;
import io.lynceus.raster.message.FramePayload;
import io.lynceus.raster.message.MalformedException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Turns the values of one sensor into rasters.
 *
 * <p>Threads: immutable; any number of threads may decode with one rasterizer at the same time, each into its own target.
 *
 * <p>Cost: one decode, one resize, one pass for statistics; the value is copied once into native memory, which is freed
 * before the call returns. A point cloud or event packet takes ten bytes of heap for each pixel of the raster.
 */
public final class Rasterizer {
    static {
        setNumThreads(1); // frames are decoded in parallel; threads within a frame would only compete with them
    }

    private final RasterSpec spec;
    private final ImageRaster images;
    private final EventRaster events;
    private final Optional<PointRaster> points;

    public Rasterizer(RasterSpec spec) {
        this.spec = spec;
        RasterSize size = spec.size();
        Resampler resampler = new Resampler(size, spec.calibration());
        this.images = new ImageRaster(spec.modality(), size, resampler);
        this.events = new EventRaster(size, resampler);
        this.points = spec.calibration().map(calibration -> new PointRaster(size, calibration));
    }

    public RasterSpec spec() {
        return spec;
    }

    /**
     * Decodes one value. It never throws because of the value's content.
     *
     * @param value of a record, not changed meanwhile
     * @param target direct; uint8 [H, W, 3] is written from its position on, and the position does not change; its content is
     *     undefined if the value is malformed
     * @throws IllegalArgumentException if the target is not direct or has too little room
     */
    public Decoding decode(byte[] value, ByteBuffer target) {
        if (!target.isDirect() || target.remaining() < spec.size().bytes()) {
            throw new IllegalArgumentException("target of " + target.remaining() + " bytes"
                    + (target.isDirect() ? "" : " on the heap") + ": a direct buffer of "
                    + spec.size().bytes() + " bytes is needed");
        }
        try {
            FrameMessage message = spec.format().read(value, spec.modality());
            ByteBuffer room = target.slice(target.position(), spec.size().bytes());
            return draw(message, room);
        } catch (MalformedException e) {
            return new Malformed(e.reason(), e.byteOffset());
        }
    }

    private Rastered draw(FrameMessage message, ByteBuffer target) throws MalformedException {
        long hash = Bytes.hash(message.content());
        try (BytePointer memory = new BytePointer(target);
                Mat raster = new Mat(spec.size().height(), spec.size().width(), CV_8UC3, memory)) {
            Drawer drawer = new Drawer(target, raster, hash);
            ContentStatistics statistics = message.payload().accept(drawer);
            return new Rastered(
                    message.stamp(),
                    statistics,
                    message.remark(),
                    drawer.image.map(size -> new SourceImage(message.frameId(), size.width(), size.height())));
        }
    }

    /** Draws one payload; the raster is the target's memory as a matrix. */
    private final class Drawer implements FramePayload.Visitor<ContentStatistics> {
        private final ByteBuffer target;
        private final Mat raster;
        private final long hash;
        private Optional<RasterSize> image = Optional.empty();

        Drawer(ByteBuffer target, Mat raster, long hash) {
            this.target = target;
            this.raster = raster;
            this.hash = hash;
        }

        @Override
        public ContentStatistics encodedImage(FramePayload.EncodedImage image) throws MalformedException {
            this.image = Optional.of(images.draw(image, raster, target));
            return ImageMeasure.of(raster, hash);
        }

        @Override
        public ContentStatistics pixels(FramePayload.RawPixels pixels) throws MalformedException {
            images.draw(pixels, raster, target);
            image = Optional.of(new RasterSize(pixels.height(), pixels.width()));
            return ImageMeasure.of(raster, hash);
        }

        @Override
        public ContentStatistics points(FramePayload.CloudPoints cloud) throws MalformedException {
            if (points.isEmpty()) {
                throw new MalformedException("point cloud of a sensor without calibration: its points cannot be"
                        + " projected; name the camera and the transform in the rig file");
            }
            return points.get().draw(cloud, hash, target);
        }

        @Override
        public ContentStatistics events(FramePayload.PacketEvents packet) throws MalformedException {
            return events.draw(packet, hash, raster);
        }
    }
}
