package io.lynceus.play;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The moments of a recording that have labels, in the order of its frames: each sample once, or, in a stream, each frame of the main
 * camera.
 *
 * <p>Thread safety: one thread.
 */
public final class LabelledMoments {
    /**
     * A moment that has a label.
     *
     * @param recorded capture time in the recording, by which its labels are found
     * @param sampleId the recording's sample; empty in a stream
     */
    public record Moment(Stamp recorded, Optional<String> sampleId) {}

    private final List<RecordedSample> samples;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Optional<Channel> camera;
    private final boolean isLabelled;
    private long pass;
    private int last = -1;

    LabelledMoments(Recording recording) {
        isLabelled = recording.labels().isPresent();
        samples = isLabelled ? recording.samples() : List.of();
        for (int i = 0; i < samples.size(); i++) {
            indexes.put(samples.get(i).id(), i);
        }
        List<Channel> channels = recording.channels();
        camera = channels.stream()
                .filter(channel -> channel.modality().equals(Modality.RGB))
                .findFirst()
                .or(() -> channels.stream().findFirst());
    }

    /** Returns the moment that begins with a frame of a pass through the recording; empty if it begins none. */
    Optional<Moment> at(RecordedFrame frame, long ofPass) {
        if (!isLabelled) {
            return Optional.empty();
        }
        return samples.isEmpty() ? ofStream(frame) : ofSample(frame, ofPass);
    }

    private Optional<Moment> ofStream(RecordedFrame frame) {
        return camera.filter(frame.channel()::equals).map(channel -> new Moment(frame.stamp(), Optional.empty()));
    }

    private Optional<Moment> ofSample(RecordedFrame frame, long ofPass) {
        if (ofPass != pass) {
            pass = ofPass;
            last = -1;
        }
        int index = frame.sampleId().map(id -> indexes.getOrDefault(id, -1)).orElse(-1);
        if (index <= last) {
            return Optional.empty();
        }
        last = index;
        RecordedSample sample = samples.get(index);
        return Optional.of(new Moment(sample.stamp(), Optional.of(sample.id())));
    }
}
