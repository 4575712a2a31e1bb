package io.lynceus.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.Deliver;
import io.lynceus.dataset.Frame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.layout.MiniDeliver;
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
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A labelled dataset through a file: whether frames still name their samples. */
class SampledFramesTest {
    @TempDir
    private Path folder;

    private Path file;
    private List<Frame> labelled;

    /** Every third frame carries no id; a chunk holds five frames. */
    @BeforeEach
    void record() throws IOException {
        file = folder.resolve("labelled.mcap");
        labelled = new ArrayList<>();
        try (Recording deliver = Deliver.open(MiniDeliver.write(folder).root(), SampleFilter.ALL, 10);
                McapRecorder recorder = McapRecorder.create(file, Compression.ZSTD)) {
            deliver.frames(deliver.start()).forEachRemaining(frame -> {
                Optional<String> id = labelled.size() % 3 == 2 ? Optional.empty() : frame.sampleId();
                labelled.add(new Frame(frame.channel(), frame.stamp(), frame.sequence(), frame.value(), id));
            });
            for (int i = 0; i < labelled.size(); i++) {
                Frame frame = labelled.get(i);
                recorder.record(
                        RecordedTopic.sensor("a", Payload.FOXGLOVE, frame.channel()),
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

    private List<Frame> played(Stamp from) throws IOException {
        List<Frame> frames = new ArrayList<>();
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
            List<Frame> found = played(Stamp.EPOCH);
            assertThat(found).containsExactlyElementsOf(labelled.subList(0, found.size()));
            fewest = Math.min(fewest, found.size());
        }
        assertThat(fewest).isPositive().isLessThan(labelled.size() / 2);
    }

    @Test
    void theIdsAreMessagesThatAnyReaderUnderstands() throws Exception {
        List<FrameSample> samples = new ArrayList<>();
        try (McapReader reader = McapReader.open(file);
                McapRecording recording = McapRecording.open(file, Optional.of("a"))) {
            McapChannel channel = reader.summary().channels.values().stream()
                    .filter(known -> known.topic().equals("lynceus.samples"))
                    .findFirst()
                    .orElseThrow();
            assertThat(channel.metadata()).containsEntry(RecordedTopic.RIG, "a");
            reader.messages(0, Set.of(channel.id())).forEachRemaining(message -> {
                FrameSample sample = parse(message.data());
                assertThat(Stamp.of(sample.getTimestamp()).nanos()).isEqualTo(message.logTime());
                samples.add(sample);
            });
            assertThat(recording.remarks()).isEmpty();
            assertThat(recording.channels()).hasSize(4);
        }
        assertThat(samples)
                .extracting(FrameSample::getTopic, FrameSample::getSampleId)
                .containsExactlyElementsOf(labelled.stream()
                        .filter(frame -> frame.sampleId().isPresent())
                        .map(frame ->
                                tuple(frame.channel().topic(), frame.sampleId().orElseThrow()))
                        .toList());
        assertThat(IndependentReader.read(file).at("/counts/lynceus.samples").asInt())
                .isEqualTo(samples.size());
    }

    private static FrameSample parse(byte[] data) {
        try {
            return FrameSample.parseFrom(data);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
