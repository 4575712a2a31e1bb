package io.lynceus.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.folders.LabelledFolders;
import io.lynceus.dataset.layout.MiniFolders;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which labels are due while a recording plays. */
class LabelledPlayTest {
    /** Sensors whose frames are lost on the way are labelled as if they were not. */
    private static final FrameFilter NO_CAMERA = (frame, played) -> Optional.of(Delivery.onTime(frame))
            .filter(delivery -> !frame.channel().sensor().equals("rgb"));

    @TempDir
    private Path folder;

    private record Due(LabelledMoments.Moment moment, Stamp stamp) {}

    private final List<Due> due = new ArrayList<>();
    private final List<RecordedFrame> frames = new ArrayList<>();

    private void play(Recording recording, FrameFilter filter, PlayOptions options) throws InterruptedException {
        FrameSink sink = new FrameSink() {
            @Override
            public void latch(Latched message) {}

            @Override
            public void send(RecordedFrame frame) {
                frames.add(frame);
            }
        };
        LabelSink labels = (moment, stamp) -> due.add(new Due(moment, stamp));
        new Player(recording, sink, labels, filter, options, PlayClock.system()).play(progress -> {});
    }

    private Recording samples() throws Exception {
        MiniFolders mini = MiniFolders.write(folder);
        return LabelledFolders.open(mini.yaml(), mini.root()).recording("train", 100);
    }

    @Test
    void eachSampleIsDueOnceAtTheStampOfItsFrames() throws Exception {
        play(samples(), FrameFilter.NONE, PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE));
        assertThat(frames).hasSize(4);
        assertThat(due).extracting(one -> one.moment().sampleId().orElseThrow()).containsExactly("000", "002");
        assertThat(due)
                .extracting(Due::stamp)
                .containsExactlyElementsOf(
                        frames.stream().map(RecordedFrame::stamp).distinct().toList());
    }

    @Test
    void aLiveSampleIsDueAtTheLiveStampOfItsFramesThoughItsCameraIsDead() throws Exception {
        PlayOptions looped = new PlayOptions(1, Duration.ZERO, Optional.of(Duration.ofMillis(40)), true, true);
        play(samples(), NO_CAMERA, looped);
        assertThat(due)
                .extracting(one -> one.moment().sampleId().orElseThrow())
                .as("samples of two passes")
                .containsExactly("000", "002", "000", "002");
        assertThat(due)
                .extracting(Due::stamp)
                .containsExactlyElementsOf(
                        frames.stream().map(RecordedFrame::stamp).toList());
    }

    @Test
    void aStreamIsLabelledAtEachFrameOfItsCamera() throws Exception {
        StreetOptions options = StreetOptions.defaults().withSize(32, 32).withDuration(Duration.ofMillis(500));
        try (StreetRecording street = new StreetRecording(options)) {
            play(street, FrameFilter.NONE, PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE));
        }
        assertThat(due)
                .hasSizeGreaterThan(3)
                .extracting(one -> one.moment().recorded())
                .containsExactlyElementsOf(frames.stream()
                        .filter(frame -> frame.channel().sensor().equals("rgb"))
                        .map(RecordedFrame::stamp)
                        .toList());
    }
}
