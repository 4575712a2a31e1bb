package io.lynceus.score.gate;

import io.lynceus.health.HealthConfig;
import io.lynceus.health.HealthMonitor;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterStatistics;
import io.lynceus.wire.Modality;
import java.time.Duration;
import java.util.List;

/** Leaves out frames that show nothing, as the node does with a frame of its set, by the default limits of the health monitor. */
public final class FrameGate {
    private static final Duration ANY_PERIOD = Duration.ofMillis(100);

    private final HealthMonitor health;

    /**
     * A source of frames.
     *
     * @param name unique
     */
    public record Sensor(String name, Modality modality) {}

    public FrameGate(List<Sensor> sensors) {
        this.health = new HealthMonitor(
                sensors.stream()
                        .map(sensor -> new HealthMonitor.Watched(sensor.name(), sensor.modality(), ANY_PERIOD))
                        .toList(),
                HealthConfig.DEFAULTS);
    }

    /** Returns true if the node would leave a frame out of its own set. */
    public boolean refuses(String sensor, byte[] raster, RasterSize size) {
        return health.emptiness(sensor, RasterStatistics.of(raster, size.height(), size.width()))
                .isPresent();
    }
}
