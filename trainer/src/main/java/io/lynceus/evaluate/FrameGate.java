package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.health.HealthConfig;
import io.lynceus.health.HealthMonitor;
import io.lynceus.raster.RasterStatistics;
import io.lynceus.wire.Modality;
import java.time.Duration;
import java.util.List;

/** Leaves out frames that show nothing, as the node does with a frame of its set, by the default limits of the health monitor. */
final class FrameGate {
    private final List<Modality> modalities;
    private final HealthMonitor health;

    /** @param modalities of the samples' source */
    FrameGate(List<Modality> modalities) {
        this.modalities = modalities;
        this.health = new HealthMonitor(
                modalities.stream()
                        .map(m -> new HealthMonitor.Watched(m.name(), m, Duration.ofMillis(100)))
                        .toList(),
                HealthConfig.DEFAULTS);
    }

    boolean refuses(Sample sample, Sample.Frame frame) {
        return health.emptiness(
                        modalities.get(frame.modality()).name(),
                        RasterStatistics.of(frame.raster(), sample.height(), sample.width()))
                .isPresent();
    }

    /** Returns the sample with those frames that the node would use. */
    Sample admitted(Sample sample) {
        return sample.withFrames(sample.frames().stream()
                .filter(frame -> !refuses(sample, frame))
                .toList());
    }
}
