package io.lynceus.dataset.muses;

import static io.lynceus.dataset.muses.PlayedMuses.RECORDED;
import static io.lynceus.dataset.muses.PlayedMuses.all;
import static io.lynceus.dataset.muses.PlayedMuses.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.proto.foxglove.CameraCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of MUSES has: scenes, times, labels, calibration, and what is missing in it. */
class MusesTest {
    @TempDir
    private Path folder;

    private PlayedMuses muses;

    @BeforeEach
    void write() {
        muses = new PlayedMuses(folder);
    }

    @Test
    void scenesComeByTimeAndSensorsAtTheirOwnTimes() throws Exception {
        List<RecordedFrame> frames = all(Muses.open(folder, RECORDED));
        assertThat(frames).extracting(RecordedFrame::stamp).isSorted();
        assertThat(frames.stream().map(f -> f.sampleId().orElseThrow()).distinct())
                .containsExactlyElementsOf(muses.written().scenes().keySet());
        for (RecordedFrame frame : frames) {
            MiniMuses.Scene scene = muses.scene(frame);
            double expected =
                    switch (frame.channel().sensor()) {
                        case "lidar" -> scene.middle() - MiniMuses.LIDAR_EARLY;
                        case "event" -> scene.end() / 1e6;
                        default -> scene.middle();
                    };
            assertThat(seconds(frame.stamp())).as(frame.toString()).isCloseTo(expected, within(1e-6));
        }
        assertThat(frames).filteredOn(f -> f.channel().sensor().equals("radar")).hasSize(2);
    }

    @Test
    void atASteadyRateTheSensorsKeepTheirDistances() throws Exception {
        Recording recording = Muses.open(folder, MusesOptions.defaults().withRate(10));
        List<RecordedFrame> frames = all(recording);
        assertThat(frames).extracting(RecordedFrame::stamp).isSorted();
        for (RecordedFrame frame : frames) {
            RecordedSample sample = recording.samples().get((int) frame.sequence());
            long skew = frame.stamp().nanosSince(sample.stamp());
            assertThat(sample.stamp()).isEqualTo(Recording.UNDATED.plusNanos(frame.sequence() * 100_000_000));
            switch (frame.channel().sensor()) {
                case "lidar" -> assertThat(skew).isCloseTo(-12_000_000, within(1000L));
                case "event" -> assertThat(skew).isEqualTo(4_500_000);
                default -> assertThat(skew).isCloseTo(0, within(1000L));
            }
        }
        assertThat(recording.start()).isLessThan(frames.get(0).stamp());
        assertThat(recording.end().orElseThrow())
                .isGreaterThan(frames.get(frames.size() - 1).stamp());
    }

    /** MUSES comes in an archive for each sensor. */
    @Test
    void aSensorWhoseArchiveWasNotUnpackedIsLeftOutAndSaidSo() throws Exception {
        Files.move(muses.written().root().resolve("lidar"), folder.resolve("elsewhere"));
        Recording recording = Muses.open(muses.written().root(), RECORDED);
        assertThat(recording.channels())
                .extracting(Channel::sensor)
                .contains("rgb", "event", "radar")
                .doesNotContain("lidar");
        assertThat(all(recording))
                .isNotEmpty()
                .noneMatch(f -> f.channel().sensor().equals("lidar"));
        assertThat(recording.remarks()).anyMatch(remark -> remark.contains("lidar") && remark.contains("not been"));
    }

    @Test
    void aFolderWithASlipInItsNameIsNotTakenForAnAbsentArchive() throws Exception {
        Files.move(
                muses.written().root().resolve("lidar"), muses.written().root().resolve("lidars"));
        assertThatThrownBy(() -> Muses.open(muses.written().root(), RECORDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lidar=3")
                .hasMessageContaining("lidars");
    }

    @Test
    void labelsAreTrainIdsAlready() throws Exception {
        Recording recording = Muses.open(folder, RECORDED);
        Labels labels = recording.labels().orElseThrow();
        assertThat(labels.classes()).isEqualTo(MusesDataset.CLASSES);
        for (RecordedSample sample : recording.samples()) {
            LabelRaster label = labels.of(sample.id()).orElseThrow();
            assertThat(labels.at(sample.stamp())).contains(label);
            for (int i = 0; i < 64 * 36; i++) {
                assertThat(label.classIds()[i] & 0xFF)
                        .isEqualTo(MiniMuses.trainId(
                                muses.written().scenes().get(sample.id()).truth(), i));
            }
        }
    }

    @Test
    void calibrationAndPosesComeFirst() throws Exception {
        Recording recording = Muses.open(folder, RECORDED);
        CameraCalibration camera =
                CameraCalibration.parseFrom(recording.latched().get(0).value());
        assertThat(camera.getWidth()).isEqualTo(1920);
        assertThat(camera.getK(0)).isEqualTo((float) 960.1);
        assertThat(recording.latched())
                .extracting(Latched::frameId)
                .containsExactly("camera_front", "event_front", "event_front", "lidar_front", "radar_top");
    }

    @Test
    void whatIsNotPlayedIsCounted() throws Exception {
        assertThat(Muses.open(folder, RECORDED).remarks())
                .containsExactly(
                        "2 reference frames of the same places on a clear day are not played",
                        "1 of 3 scenes have no radar");
    }

    @Test
    void scenesCanBeChosenByTheirTags() throws Exception {
        SampleFilter night = SampleFilter.ALL.with("split", "val").with("time_of_day", "night");
        assertThat(Muses.open(folder, RECORDED.with(night)).samples())
                .extracting(RecordedSample::id)
                .containsExactly("REC0006_frame_043790");
        assertThatThrownBy(() -> Muses.open(folder, RECORDED.with(SampleFilter.ALL.with("weather", "frog"))))
                .hasMessageContaining("did you mean 'fog'?");
    }

    @Test
    void withheldLabelsAreNoneButAFewMissingOnesAreAnError() throws Exception {
        Files.delete(
                muses.written().root().resolve("gt_semantic/val/fog/night/REC0006_frame_043790_gt_labelTrainIds.png"));
        assertThatThrownBy(() -> Muses.open(folder, RECORDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 of 3 scenes have no label")
                .hasMessageContaining("REC0006_frame_043790");
        Recording night = Muses.open(folder, RECORDED.with(SampleFilter.ALL.with("time_of_day", "night")));
        assertThat(night.labels()).isEmpty();
        assertThat(night.remarks()).contains("there are no labels in gt_semantic");
    }

    @Test
    void missingFilesAreCountedBySensor() throws Exception {
        for (MiniMuses.Scene scene : muses.written().scenes().values()) {
            Files.delete(muses.written()
                    .root()
                    .resolve("lidar/" + scene.split() + '/' + scene.weather() + '/' + scene.time() + '/' + scene.id()
                            + "_lidar.bin"));
        }
        assertThatThrownBy(() -> Muses.open(folder, RECORDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("{lidar=3}")
                .hasMessageContaining("REC0002_frame_000020_lidar.bin")
                .hasMessageContaining("unpack the missing archives");
        assertThatThrownBy(() -> Muses.open(folder.resolve("muses/lidar"), RECORDED))
                .hasMessageContaining("there is no calib.json");
    }
}
