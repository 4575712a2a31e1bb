package io.lynceus.command;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RecordedRasters;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.SetInput;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A model's masks of a recording's samples, without broker and node, and figures counted pixel by pixel. */
final class PlainLoop {
    /** A model's mask. */
    record Mask(int width, int height, byte[] classes) {
        /** The class at the place of a label's pixel. */
        int at(int x, int y, int labelWidth, int labelHeight) {
            int column = (int) ((x + 0.5) * width / labelWidth);
            int row = (int) ((y + 0.5) * height / labelHeight);
            return classes[row * width + column] & 0xFF;
        }
    }

    /** May write into a raster: uint8 [H, W, 3]. */
    interface Spoil {
        Spoil NONE = (sample, sensor, raster) -> {};

        void at(String sample, String sensor, ByteBuffer raster);
    }

    private PlainLoop() {}

    static Map<String, Mask> masks(Path model, Recording recording, Spoil spoil) {
        return masks(model, recording, UnaryOperator.identity(), spoil);
    }

    /**
     * By sample.
     *
     * @param change what becomes of a frame before it is decoded
     */
    static Map<String, Mask> masks(Path model, Recording recording, UnaryOperator<RecordedFrame> change, Spoil spoil) {
        Map<String, List<RecordedFrame>> bySample = new LinkedHashMap<>();
        recording.frames(recording.start()).forEachRemaining(frame -> bySample.computeIfAbsent(
                        frame.sampleId().orElseThrow(), id -> new ArrayList<>())
                .add(change.apply(frame)));
        Map<String, Mask> masks = new LinkedHashMap<>();
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(model, List.of(ExecutionProvider.CPU), 1)) {
            RasterSize size =
                    new RasterSize(segmenter.card().height(), segmenter.card().width());
            RecordedRasters rasters = new RecordedRasters(recording);
            bySample.forEach((id, frames) -> {
                List<SetInput.InputFrame> inputs = new ArrayList<>();
                for (RecordedFrame frame : frames) {
                    int modality = segmenter.card().indexOf(frame.channel().modality());
                    if (modality >= 0) {
                        ByteBuffer raster = rasters.draw(frame, size);
                        spoil.at(id, frame.channel().sensor(), raster);
                        inputs.add(new SetInput.InputFrame(modality, raster));
                    }
                }
                masks.put(
                        id,
                        new Mask(
                                size.width(),
                                size.height(),
                                segmenter
                                        .segment(List.of(new SetInput(inputs)))
                                        .get(0)
                                        .classes()));
            });
        }
        return masks;
    }

    /** Counts of pixels; labels of 255 are left out. */
    static final class Count {
        private final long[] hits;
        private final long[] labelled;
        private final long[] predicted;

        Count(int classes) {
            hits = new long[classes];
            labelled = new long[classes];
            predicted = new long[classes];
        }

        void add(int truth, int told) {
            if (truth != 255) {
                labelled[truth]++;
                predicted[told]++;
                hits[truth] += truth == told ? 1 : 0;
            }
        }

        /** Whether a label has that class. */
        boolean isPresent(int c) {
            return labelled[c] > 0;
        }

        double iou(int c) {
            return (double) hits[c] / (labelled[c] + predicted[c] - hits[c]);
        }

        /** The mean over the classes that are there, or, with the others as 0, over all. */
        double miou(boolean absentAreZero) {
            double sum = 0;
            int present = 0;
            for (int c = 0; c < hits.length; c++) {
                sum += isPresent(c) ? iou(c) : 0;
                present += isPresent(c) ? 1 : 0;
            }
            return sum / (absentAreZero ? hits.length : present);
        }
    }
}
