package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.fault.content.ImageFault;
import io.lynceus.fault.content.Pixels;
import io.lynceus.fault.protocol.Protocols;
import io.lynceus.score.Variant;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The effect of a protocol's run on a sample: some modalities are left out, others have a fault.
 *
 * @param faults by modality
 */
record Corruption(Variant variant, Map<String, ImageFault> faults, long seed) {
    static Corruption of(Variant variant, FaultOf known, long seed) {
        Map<String, ImageFault> faults = new HashMap<>();
        for (String text : variant.faults()) {
            int colon = text.indexOf(':');
            String modality = text.substring(0, colon);
            faults.put(modality, known.fault(text.substring(colon + 1), new Modality(modality)));
        }
        return new Corruption(variant, faults, seed);
    }

    /**
     * Applies it to a sample.
     *
     * @param modalities of the sample's source
     */
    Sample apply(Sample sample, List<Modality> modalities) {
        List<Sample.Frame> frames = new ArrayList<>();
        for (Sample.Frame frame : sample.frames()) {
            Modality modality = modalities.get(frame.modality());
            if (!variant.absent().contains(modality.name())) {
                frames.add(new Sample.Frame(frame.modality(), raster(sample, frame.raster(), modality)));
            }
        }
        return sample.withFrames(frames);
    }

    private byte[] raster(Sample sample, byte[] raster, Modality modality) {
        ImageFault fault = faults.get(modality.name());
        return fault == null
                ? raster
                : fault.apply(
                                Pixels.ofRgb(sample.width(), sample.height(), raster),
                                Protocols.dice(seed, sample.id(), modality))
                        .bytes();
    }
}
