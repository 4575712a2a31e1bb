package io.lynceus.dataset.muses;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.muses.MusesOptions.Projection;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A miniature of MUSES, and what a recording of it plays. */
final class PlayedMuses {
    /** Everything at the times and with the values of the files. */
    static final MusesOptions RECORDED =
            MusesOptions.defaults().withRate(0).withRadarThreshold(0).with(Projection.NONE);

    private final MiniMuses mini;

    /** Writes the dataset into a folder. */
    PlayedMuses(Path folder) {
        this.mini = MiniMuses.write(folder);
    }

    /** Returns what was written. */
    MiniMuses written() {
        return mini;
    }

    /** Returns the frames of a recording, in their order. */
    static List<RecordedFrame> all(Recording recording) {
        List<RecordedFrame> frames = new ArrayList<>();
        recording.frames(recording.start()).forEachRemaining(frames::add);
        return frames;
    }

    /** Returns a sensor's frames. */
    List<RecordedFrame> of(String sensor, MusesOptions options) throws IOException {
        return all(Muses.open(mini.root(), options)).stream()
                .filter(f -> f.channel().sensor().equals(sensor))
                .toList();
    }

    /** Returns the scene that a frame shows. */
    MiniMuses.Scene scene(RecordedFrame frame) {
        return mini.scenes().get(frame.sampleId().orElseThrow());
    }

    static double seconds(Stamp stamp) {
        return stamp.nanos() / 1e9;
    }
}
