package io.lynceus.stream;

import io.lynceus.raster.RasterSize;
import io.lynceus.rig.RigConfig;
import java.util.Optional;

/**
 * Decodes single payloads for the page, in the way of the node but beside its work.
 *
 * <p>Thread safety: any thread; decoding happens on the caller's thread.
 */
public final class FrameViewer {
    private final FrameDecoder decoder;
    private final RasterSize size;

    /** @param size of the rasters */
    public FrameViewer(Calibrations calibrations, RasterSize size) {
        this.decoder = new FrameDecoder(Runnable::run, calibrations, size);
        this.size = size;
    }

    public RasterSize size() {
        return size;
    }

    /** Returns the payload's raster, uint8 RGB [H * W * 3]; empty if it cannot be decoded. */
    public Optional<byte[]> view(String rig, RigConfig.Sensor sensor, byte[] value) {
        FrameDecoder.Decoded decoded = decoder.decode(rig, sensor, value).join();
        try {
            return decoded.decoding()
                    .match(
                            rastered -> {
                                byte[] pixels = new byte[size.bytes()];
                                decoded.raster().duplicate().clear().get(pixels);
                                return Optional.of(pixels);
                            },
                            malformed -> Optional.empty());
        } finally {
            decoder.release(decoded);
        }
    }
}
