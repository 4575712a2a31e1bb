package io.lynceus.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.deliver.Deliver;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.mcap.file.Compression;
import io.lynceus.proto.v1.FrameSample;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A labelled dataset through a file: whether frames still name their samples. */
class SampledFramesTest {
    @TempDir
    private Path folder;

    private Path file;
    private List<RecordedFrame> labelled;

    /** Every third frame carries no id; a chunk holds five frames. */
    @BeforeEach
    void record() throws IOException {
        file = folder.resolve("labelled.mcap");
        labelled = new ArrayList<>();
        try (Recording deliver = Deliver.open(MiniDeliver.write(folder).root(), SampleFilter.ALL, 10);
                McapRecorder recorder = McapRecorder.create(file, Compression.ZSTD)) {
            deliver.frames(deliver.start()).forEachRemaining(frame -> {
                Optional<String> id = labelled.size() % 3 == 2 ? Optional.empty() : frame.sampleId();
                labelled.add(new RecordedFrame(frame.channel(), frame.stamp(), frame.sequence(), frame.value(), id));
            });
            for (int i = 0; i < labelled.size(); i++) {
                RecordedFrame frame = labelled.get(i);
                recorder.record(
                        RecordedTopic.sensor("a", MessageEncoding.FOXGLOVE, frame.channel()),
                        frame.stamp(),
                        OptionalLong.of(frame.sequence()),
                        frame.sampleId(),
                        frame.value());
                if (i % 5 == 4) {
                    recorder.flush();
                }
            }
        }
    }

    private List<RecordedFrame> played(Stamp from) throws IOException {
        List<RecordedFrame> frames = new ArrayList<>();
        try (McapRecording recording = McapRecording.open(file, Optional.empty())) {
            recording.frames(from).forEachRemaining(frames::add);
        }
        return frames;
    }

    @Test
    void framesNameTheSamplesThatTheyNamedFromAnyTimeOn() throws IOException {
        assertThat(played(Stamp.EPOCH)).containsExactlyElementsOf(labelled);
        assertThat(labelled).anyMatch(frame -> frame.sampleId().isPresent());
        Stamp middle = labelled.get(labelled.size() / 2).stamp();
        assertThat(played(middle))
                .containsExactlyElementsOf(labelled.stream()
                        .filter(frame -> !frame.stamp().isBefore(middle))
                        .toList());
    }

    @Test
    void aFileCutAnywhereHasNoFrameWithoutItsSample() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int fewest = labelled.size();
        for (int left = whole.length - 1; left > whole.length / 4; left -= whole.length / 60) {
            Files.write(file, Arrays.copyOf(whole, left));
            List<RecordedFrame> found = played(Stamp.EPOCH);
            assertThat(found).containsExactlyElementsOf(labelled.subList(0, found.size()));
            fewest = Math.min(fewest, found.size());
        }
        assertThat(fewest).isPositive().isLessThan(labelled.size() / 2);
    }

    @Test
    void theIdsAreMessagesThatAnyReaderUnderstands() throws Exception {
        List<FrameSample> samples = new ArrayList<>();
        for (byte[] message : RecordedMessages.on("lynceus.samples", file)) {
            samples.add(FrameSample.parseFrom(message));
        }
        try (McapRecording recording = McapRecording.open(file, Optional.of("a"))) {
            assertThat(recording.remarks()).isEmpty();
            assertThat(recording.channels()).hasSize(4);
        }
        assertThat(samples)
                .extracting(sample -> Stamp.of(sample.getTimestamp()), FrameSample::getTopic, FrameSample::getSampleId)
                .containsExactlyElementsOf(labelled.stream()
                        .filter(frame -> frame.sampleId().isPresent())
                        .map(frame -> tuple(
                                frame.stamp(),
                                frame.channel().topic(),
                                frame.sampleId().orElseThrow()))
                        .toList());
        assertThat(IndependentReader.read(file).at("/counts/lynceus.samples").asInt())
                .isEqualTo(samples.size());
    }
}
