package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.segment.Mask;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Predicts with an exported model, as the node does. The caller closes the segmenter. */
public final class ModelPredictor implements Predictor {
    private final Segmenter segmenter;

    public ModelPredictor(Segmenter segmenter) {
        this.segmenter = segmenter;
    }

    @Override
    public List<byte[]> masks(List<Sample> samples) {
        return segmenter.segment(samples.stream().map(ModelPredictor::input).toList()).stream()
                .map(Mask::classes)
                .toList();
    }

    /** Returns the sample's frames as the node's input. */
    public static SetInput input(Sample sample) {
        List<SetInput.InputFrame> frames = new ArrayList<>();
        for (Sample.Frame frame : sample.frames()) {
            ByteBuffer raster = ByteBuffer.allocateDirect(frame.raster().length);
            frames.add(new SetInput.InputFrame(
                    frame.modality(), raster.put(frame.raster()).flip()));
        }
        return new SetInput(frames);
    }
}
