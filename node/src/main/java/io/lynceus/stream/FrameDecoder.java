package io.lynceus.stream;

import io.lynceus.raster.Decoding;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Decodes payloads on a pool as soon as they arrive, so that waiting for a set's slowest sensor hides the work.
 *
 * <p>Thread safety: any thread.
 */
final class FrameDecoder {
    /**
     * A payload's raster, or what is wrong with it.
     *
     * @param raster uint8 [H, W, 3]; undefined where the decoding is malformed; back to the pool by {@link #release}
     * @param nanos time that decoding took
     */
    record Decoded(Decoding decoding, ByteBuffer raster, long nanos) {}

    private record Source(String rig, String sensor) {}

    private record Cached(Optional<Calibration> calibration, Rasterizer rasterizer) {}

    private static final int WARM_UP_FRAMES = 20;

    private final Executor pool;
    private final Calibrations calibrations;
    private final RasterSize size;
    private final RasterPool rasters;
    private final Map<Source, Cached> rasterizers = new ConcurrentHashMap<>();

    FrameDecoder(Executor pool, Calibrations calibrations, RasterSize size) {
        this.pool = pool;
        this.calibrations = calibrations;
        this.size = size;
        this.rasters = new RasterPool(size.bytes());
    }

    /** Loads OpenCV, which takes a second, and runs the decoders, so that the first frames do not pay for it. */
    void warmUp() {
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

    CompletableFuture<Decoded> decode(String rig, RigConfig.Sensor sensor, byte[] value) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long start = System.nanoTime();
                    ByteBuffer raster = rasters.take();
                    Decoding decoding = rasterizer(rig, sensor).decode(value, raster);
                    return new Decoded(decoding, raster, System.nanoTime() - start);
                },
                pool);
    }

    /** Nobody reads the raster any more. */
    void release(Decoded decoded) {
        rasters.giveBack(decoded.raster());
    }

    private Rasterizer rasterizer(String rig, RigConfig.Sensor sensor) {
        Optional<Calibration> calibration = Optional.ofNullable(sensor.frame()).flatMap(f -> calibrations.of(rig, f));
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
