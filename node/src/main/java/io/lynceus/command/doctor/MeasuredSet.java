package io.lynceus.command.doctor;

import io.lynceus.bench.StreetSet;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelContract;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a set of four sensors takes, measured on this machine: bytes of the simulated street's frames, bytes of a mask, and time of
 * the network.
 *
 * @param frameBytes mean bytes of a frame, by sensor
 * @param maskBytes of the packed classes and confidence of one mask, at the model's size
 * @param seconds of the network for a set of all sensors, at the model's size
 * @param threads with which that was measured
 * @param modelWidth pixels
 * @param modelHeight pixels
 */
record MeasuredSet(
        Map<String, Double> frameBytes, int maskBytes, double seconds, int threads, int modelWidth, int modelHeight) {
    private static final Duration LENGTH = Duration.ofSeconds(1);

    /** Draws a second of the street at the fleet's size, and segments one set of it. */
    static MeasuredSet of(Fleet fleet, OnnxSegmenter model, int threads) {
        Map<String, List<RecordedFrame>> bySensor = new TreeMap<>();
        StreetOptions options = StreetOptions.defaults().withDuration(LENGTH);
        try (StreetRecording street = new StreetRecording(options.withSize(fleet.width(), fleet.height()))) {
            for (Iterator<RecordedFrame> frames = street.frames(street.start()); frames.hasNext(); ) {
                RecordedFrame frame = frames.next();
                bySensor.computeIfAbsent(frame.channel().sensor(), sensor -> new ArrayList<>())
                        .add(frame);
            }
        }
        Map<String, Double> bytes = new TreeMap<>();
        bySensor.forEach((sensor, frames) -> bytes.put(
                sensor,
                frames.stream()
                        .mapToInt(frame -> frame.value().length)
                        .average()
                        .orElse(0)));
        int width = model.card().width();
        int height = model.card().height();
        return new MeasuredSet(bytes, maskBytes(model), model.timeOfFullSet().toNanos() / 1e9, threads, width, height);
    }

    private static int maskBytes(OnnxSegmenter model) {
        Mask mask =
                model.segment(List.of(new SetInput(StreetSet.rasters(model)))).get(0);
        int stride = ModelContract.CONFIDENCE_STRIDE;
        return packed(mask.classes(), mask.height(), mask.width())
                + packed(mask.confidence(), mask.height() / stride, mask.width() / stride);
    }

    private static int packed(byte[] pixels, int height, int width) {
        return MaskMessages.pack(pixels, height, width, RigConfig.MaskEncoding.DEFLATE)
                .getData()
                .size();
    }

    double setBytes() {
        return frameBytes.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
