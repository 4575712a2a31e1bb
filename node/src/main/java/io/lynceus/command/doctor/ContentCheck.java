package io.lynceus.command.doctor;

import io.lynceus.raster.Decoding;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.message.FramePayload;
import io.lynceus.raster.message.MalformedException;
import io.lynceus.rig.RigConfig;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Decodes a frame as the node would, so that a wrong encoding or unit is said before the node runs. */
final class ContentCheck {
    /** Small: decoding and its checks do not depend on it. */
    private static final RasterSize SIZE = new RasterSize(96, 128);

    private final Findings findings;

    ContentCheck(Findings findings) {
        this.findings = findings;
    }

    /** Checks the newest frame of a sensor. */
    void check(RigConfig.Sensor sensor, byte[] value) {
        Optional<String> fault = fault(sensor, value);
        if (fault.isPresent()) {
            findings.fail("content", sensor.name() + ": newest frame cannot be used: " + fault.orElseThrow());
        } else {
            findings.ok("content", sensor.name() + ": newest frame can be decoded");
        }
    }

    private static Optional<String> fault(RigConfig.Sensor sensor, byte[] value) {
        try {
            FramePayload payload =
                    sensor.payloadFormat().read(value, sensor.measures()).payload();
            if (payload instanceof FramePayload.CloudPoints) {
                return Optional.empty(); // drawn by a calibration, which the doctor does not read
            }
        } catch (MalformedException e) {
            return Optional.of(e.reason());
        }
        Decoding decoding = new Rasterizer(
                        new RasterSpec(sensor.measures(), sensor.payloadFormat(), SIZE, Optional.empty()))
                .decode(value, ByteBuffer.allocateDirect(SIZE.bytes()));
        return decoding instanceof Decoding.Malformed malformed ? Optional.of(malformed.reason()) : Optional.empty();
    }
}
