package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.gate.FrameGate;
import java.util.List;

/** Leaves out a sample's frames that the node would leave out of their set. */
final class AdmittedFrames {
    private final List<FrameGate.Sensor> sensors;
    private final FrameGate gate;

    AdmittedFrames(SampleSource source) {
        this.sensors = sensors(source);
        this.gate = new FrameGate(sensors);
    }

    /** Returns a source's modalities as sensors. */
    static List<FrameGate.Sensor> sensors(SampleSource source) {
        return source.modalities().stream()
                .map(modality -> new FrameGate.Sensor(modality.name(), modality))
                .toList();
    }

    /** Returns the sample with those frames that the node would use. */
    Sample of(Sample sample) {
        RasterSize size = new RasterSize(sample.height(), sample.width());
        return sample.withFrames(sample.frames().stream()
                .filter(frame -> !gate.refuses(sensors.get(frame.modality()).name(), frame.raster(), size))
                .toList());
    }
}
