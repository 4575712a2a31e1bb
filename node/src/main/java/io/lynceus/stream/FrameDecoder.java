package io.lynceus.stream;

import io.lynceus.raster.Decoding;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Decodes payloads on a pool as soon as they arrive, so that the work is done while a set waits for its slowest sensor.
 *
 * <p>Thread safety: any thread.
 */
public final class FrameDecoder {
    /**
     * A payload's raster, or what is wrong with it.
     *
     * @param raster uint8 [H, W, 3]; undefined where the decoding is malformed; given back by {@link #release}
     * @param nanos time that decoding took
     * @param calibrated false if the sensor needs a calibration that was not known yet
     */
    record Decoded(Decoding decoding, ByteBuffer raster, long nanos, boolean calibrated) {}

    private record Source(String rig, String sensor) {}

    private record Cached(Optional<Calibration> calibration, Rasterizer rasterizer) {}

    private static final int WARM_UP_FRAMES = 20;

    private final Executor pool;
    private final Calibrations calibrations;
    private final RasterSize size;
    private final RasterPool rasters;
    private final Map<Source, Cached> rasterizers = new ConcurrentHashMap<>();

    public FrameDecoder(Executor pool, Calibrations calibrations, RasterSize size) {
        this.pool = pool;
        this.calibrations = calibrations;
        this.size = size;
        this.rasters = new RasterPool(size.bytes());
    }

    /** Loads OpenCV, which takes a second, and runs the decoders, so that the first frames are not delayed by it. */
    public void warmUp() {
        byte[] png = MaskMessages.pack(new byte[size.pixels()], size.height(), size.width(), RigConfig.MaskEncoding.PNG)
                .getData()
                .toByteArray();
        Rasterizer rasterizer =
                new Rasterizer(new RasterSpec(Modality.RGB, PayloadFormat.IMAGE, size, Optional.empty()));
        for (int i = 0; i < WARM_UP_FRAMES; i++) {
            ByteBuffer raster = rasters.take();
            rasterizer.decode(png, raster);
            rasters.giveBack(raster);
        }
    }

    /** Starts to decode a value. Give the raster back by {@link #release}, or by {@link #abandon} if nobody waits for it. */
    CompletableFuture<Decoded> decode(String rig, RigConfig.Sensor sensor, byte[] value) {
        CompletableFuture<Decoded> decoding = new CompletableFuture<>();
        pool.execute(() -> {
            if (!decoding.isDone()) {
                decodeInto(decoding, rig, sensor, value);
            }
        });
        return decoding;
    }

    private void decodeInto(CompletableFuture<Decoded> decoding, String rig, RigConfig.Sensor sensor, byte[] value) {
        try {
            Decoded decoded = decodeNow(rig, sensor, value);
            if (!decoding.complete(decoded)) {
                release(decoded); // it was abandoned meanwhile
            }
        } catch (RuntimeException | Error e) {
            decoding.completeExceptionally(e);
        }
    }

    /** Gives a decoding up: it does not begin if it has not begun yet, and its raster is free. */
    void abandon(CompletableFuture<Decoded> decoding) {
        if (!decoding.cancel(false) && !decoding.isCompletedExceptionally()) {
            release(decoding.join());
        }
    }

    /**
     * Waits for a frame's raster: for the pool, never for Kafka. A frame whose calibration came only after it is decoded again;
     * while there is none, a point cloud is refused.
     */
    Decoded await(WaitingFrame frame, RigConfig.Sensor sensor) {
        Decoded decoded = frame.decoding().join();
        if (decoded.calibrated() || calibration(frame.ref().rig(), sensor).isEmpty()) {
            return decoded;
        }
        release(decoded);
        return decodeNow(frame.ref().rig(), sensor, frame.sent().bytes());
    }

    /** Takes a raster back after its last use. */
    void release(Decoded decoded) {
        rasters.giveBack(decoded.raster());
    }

    private Decoded decodeNow(String rig, RigConfig.Sensor sensor, byte[] value) {
        long start = System.nanoTime();
        Optional<Calibration> calibration = calibration(rig, sensor);
        ByteBuffer raster = rasters.take();
        Decoding decoding = rasterizer(rig, sensor, calibration).decode(value, raster);
        boolean calibrated = sensor.frame() == null || calibration.isPresent();
        return new Decoded(decoding, raster, System.nanoTime() - start, calibrated);
    }

    private Optional<Calibration> calibration(String rig, RigConfig.Sensor sensor) {
        return Optional.ofNullable(sensor.frame()).flatMap(frame -> calibrations.of(rig, frame));
    }

    private Rasterizer rasterizer(String rig, RigConfig.Sensor sensor, Optional<Calibration> calibration) {
        Source source = new Source(rig, sensor.name());
        Cached cached = rasterizers.get(source);
        if (cached == null || !cached.calibration.equals(calibration)) {
            cached = new Cached(
                    calibration,
                    new Rasterizer(new RasterSpec(sensor.measures(), sensor.payloadFormat(), size, calibration)));
            rasterizers.put(source, cached);
        }
        return cached.rasterizer;
    }
}
