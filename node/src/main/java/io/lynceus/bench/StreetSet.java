package io.lynceus.bench;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One set of all sensors of the simulated street. */
public final class StreetSet {
    private static final Duration LENGTH = Duration.ofSeconds(1);

    private StreetSet() {}

    /** Returns its rasters at a model's size. */
    public static List<SetInput.InputFrame> rasters(Segmenter model) {
        StreetOptions options = StreetOptions.defaults()
                .withSize(model.card().width(), model.card().height())
                .withDuration(LENGTH);
        try (StreetRecording street = new StreetRecording(options);
                BareLoop loop = new BareLoop(street, model, 1)) {
            Map<String, RecordedFrame> newest = new TreeMap<>();
            street.frames(street.start())
                    .forEachRemaining(frame -> newest.put(frame.channel().sensor(), frame));
            return loop.rasters(List.copyOf(newest.values()));
        }
    }
}
