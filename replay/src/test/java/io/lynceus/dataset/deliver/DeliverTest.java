package io.lynceus.dataset.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.dataset.layout.Truth;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliverTest {
    @TempDir
    private Path folder;

    private MiniDeliver mini() {
        return MiniDeliver.write(folder);
    }

    private static List<RecordedFrame> all(Recording recording) {
        List<RecordedFrame> frames = new ArrayList<>();
        recording.frames(recording.start()).forEachRemaining(frames::add);
        return frames;
    }

    private static Recording open(MiniDeliver mini) throws IOException {
        return Deliver.open(mini.root(), SampleFilter.ALL, 10);
    }

    private static BufferedImage image(RecordedFrame frame) throws Exception {
        CompressedImage message = CompressedImage.parseFrom(frame.value());
        assertThat(Stamp.of(message.getTimestamp())).isEqualTo(frame.stamp());
        assertThat(message.getFormat()).isEqualTo("png");
        return ImageFiles.decode(message.getData().toByteArray(), frame.toString());
    }

    @Test
    void everySampleComesWithItsFourImagesAtOneTimeInTheOrderOfPaths() throws Exception {
        MiniDeliver mini = mini();
        List<RecordedFrame> frames = all(open(mini));
        assertThat(frames).hasSize(4 * mini.samples().size());
        List<String> ids = List.copyOf(mini.samples().keySet());
        for (int i = 0; i < frames.size(); i++) {
            RecordedFrame frame = frames.get(i);
            assertThat(frame.sampleId()).contains(ids.get(i / 4));
            assertThat(frame.stamp()).isEqualTo(Recording.UNDATED.plusNanos(i / 4 * 100_000_000L));
            assertThat(frame.sequence()).isEqualTo(i / 4);
            assertThat(frame.channel().sensor())
                    .isEqualTo(List.of("rgb", "depth", "event", "lidar").get(i % 4));
        }
    }

    /** File managers leave these in every folder that they show. */
    @Test
    void whatFileManagersLeaveInFoldersIsNoPartOfTheDataset() throws Exception {
        MiniDeliver mini = mini();
        List<Path> folders;
        try (Stream<Path> all = Files.walk(mini.root())) {
            folders = all.filter(Files::isDirectory).toList();
        }
        for (Path each : folders) {
            for (String name : List.of(".DS_Store", "Thumbs.db", "desktop.ini", "._045050_rgb_front.png")) {
                Files.write(each.resolve(name), new byte[] {1, 2, 3});
            }
            Files.createDirectories(each.resolve("__MACOSX"));
        }
        assertThat(all(open(mini))).hasSize(4 * mini.samples().size());
    }

    @Test
    void imagesAreTheOnesThatWereWritten() throws Exception {
        MiniDeliver mini = mini();
        for (RecordedFrame frame : all(open(mini))) {
            Truth truth = mini.samples().get(frame.sampleId().orElseThrow());
            BufferedImage image = image(frame);
            boolean low = frame.sampleId().orElseThrow().contains("_eventlowres");
            if (frame.channel().sensor().equals("rgb")) {
                int[] expected = new int[52 * 52 * 3];
                int[] found = new int[expected.length];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = truth.rgb()[i] & 0xFF;
                    found[i] = image.getRaster().getSample(i / 3 % 52, i / 3 / 52, i % 3);
                }
                assertThat(found).isEqualTo(expected);
            } else if (frame.channel().sensor().equals("event")) {
                assertThat(image.getWidth()).isEqualTo(low ? 26 : 52);
                int step = low ? 2 : 1;
                byte[] events = truth.eventImage();
                int[] expected = new int[image.getWidth() * image.getHeight()];
                int[] found = new int[expected.length];
                for (int i = 0; i < expected.length; i++) {
                    int x = i % image.getWidth();
                    int y = i / image.getWidth();
                    int from = 3 * (step * y * 52 + step * x);
                    expected[i] = (events[from] & 0xFF) << 16 | events[from + 2] & 0xFF;
                    found[i] = image.getRGB(x, y) & 0xFFFFFF;
                }
                assertThat(found).isEqualTo(expected);
            }
        }
    }

    @Test
    void labelsAreTrainIdsWithBothIgnoresByStampAndBySample() throws Exception {
        MiniDeliver mini = mini();
        Recording recording = open(mini);
        Labels labels = recording.labels().orElseThrow();
        assertThat(labels.classes()).isEqualTo(DeliverDataset.CLASSES);
        for (RecordedSample sample : recording.samples()) {
            byte[] truth = mini.samples().get(sample.id()).label();
            LabelRaster label = labels.at(sample.stamp()).orElseThrow();
            assertThat(label.classIds()).isEqualTo(truth);
            assertThat(label.at(0, 0)).isEqualTo(255);
            assertThat(label.at(1, 0)).isEqualTo(255);
            assertThat(labels.of(sample.id())).contains(label);
        }
        assertThat(labels.at(recording.start().plusNanos(1))).isEmpty();
        assertThat(labels.of("045050")).as("base names recur").isEmpty();
    }

    @Test
    void conditionsAreSegmentsOfThePathAndNotTextWithinIt() throws Exception {
        MiniDeliver mini = mini();
        // "rain" is a part of "train" and in the root's own path.
        Recording rain = Deliver.open(mini.root(), SampleFilter.ALL.with("condition", "rain"), 10);
        assertThat(rain.samples()).hasSize(2).allSatisfy(s -> assertThat(s.id()).startsWith("rain/"));
        Recording val =
                Deliver.open(mini.root(), SampleFilter.ALL.with("split", "val").with("case", "normal"), 10);
        assertThat(val.samples())
                .extracting(RecordedSample::id)
                .containsExactly("sun/val/MAP_1_point2/045050", "sun/val/MAP_1_point2/045100");
        assertThat(val.name()).isEqualTo("deliver/val/normal");
        assertThat(rain.samples().get(0).tags())
                .isEqualTo(Map.of(
                        "condition",
                        "rain",
                        "split",
                        "val",
                        "case",
                        "eventlowres",
                        "scene",
                        "MAP_4_point12_eventlowres"));
    }

    @Test
    void aValueThatNoSampleHasIsRefusedWithTheOnesThereAre() {
        MiniDeliver mini = mini();
        assertThatThrownBy(() -> Deliver.open(mini.root(), SampleFilter.ALL.with("condition", "rian"), 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("condition 'rian'; did you mean 'rain'? There are [cloud, night, rain, sun]");
        assertThatThrownBy(() -> Deliver.open(
                        mini.root(), SampleFilter.ALL.with("condition", "cloud").with("split", "val"), 10))
                .hasMessageContaining("choose fewer conditions");
    }

    @Test
    void playingMayBeginAtAnySample() throws Exception {
        Recording recording = open(mini());
        List<RecordedFrame> all = all(recording);
        List<RecordedFrame> late = new ArrayList<>();
        recording.frames(recording.start().plusNanos(350_000_000)).forEachRemaining(late::add);
        assertThat(late).isEqualTo(all.subList(16, all.size()));
        assertThat(recording.end()).contains(recording.start().plusNanos(1_000_000_000));
    }

    @Test
    void theFolderAboveWillDoAndAnyOtherIsRefusedWithWhatItHolds() throws Exception {
        MiniDeliver mini = mini();
        assertThat(Deliver.open(mini.root().getParent(), SampleFilter.ALL, 10).samples())
                .hasSize(10);
        assertThatThrownBy(() -> Deliver.open(folder, SampleFilter.ALL, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no img in " + folder)
                .hasMessageContaining("which has img_rain_rgb");
    }

    @Test
    void missingFilesAreCountedInOneMessage() throws Exception {
        MiniDeliver mini = mini();
        Files.delete(mini.file("hha", "depth", "sun/val/MAP_1_point2/045100"));
        Files.delete(mini.file("semantic", "semantic", "sun/val/MAP_1_point2/045100"));
        Files.delete(mini.file("semantic", "semantic", "cloud/test/MAP_10_point102/045050"));
        assertThatThrownBy(() -> open(mini))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("10 colour images")
                .hasMessageContaining("{hha=1, semantic=2}")
                .hasMessageContaining("cloud/test/MAP_10_point102/045050_semantic_front.png")
                .hasMessageContaining("there is 045100_semantic_front.png");
    }

    @Test
    void withoutAnyLabelItCanStillBePlayed() throws Exception {
        MiniDeliver mini = mini();
        Files.move(mini.root().resolve("semantic"), folder.resolve("elsewhere"));
        Recording recording = open(mini);
        assertThat(recording.labels()).isEmpty();
        assertThat(recording.remarks()).anyMatch(remark -> remark.contains("no folder semantic in " + mini.root()));
        assertThat(all(recording)).hasSize(40);
    }

    @Test
    void misnamedFoldersAndFilesAreRefusedWithTheNamesExpected() throws Exception {
        MiniDeliver mini = mini();
        Path img = mini.root().resolve("img");
        Path sunny = Files.createDirectories(img.resolve("sunny"));
        assertThatThrownBy(() -> open(mini))
                .hasMessageContaining("sunny")
                .hasMessageContaining("[cloud, fog, night, rain, sun]");
        Files.delete(sunny);
        Path training = Files.createDirectories(img.resolve("sun/training"));
        assertThatThrownBy(() -> open(mini))
                .hasMessageContaining("training")
                .hasMessageContaining("[test, train, val]");
        Files.delete(training);
        Path scene = Files.createDirectories(img.resolve("sun/val/MAP_1_point2_blurry"));
        assertThatThrownBy(() -> open(mini))
                .hasMessageContaining("MAP_1_point2_blurry")
                .hasMessageContaining("_motionblur");
        Files.delete(scene);
        Files.writeString(img.resolve("sun/val/MAP_1_point2/000001_rgb_rear.png"), "");
        assertThatThrownBy(() -> open(mini)).hasMessageContaining("six digits and _rgb_front.png");
    }

    @Test
    void aMisnamedRootOfASensorIsShownBesideTheOnesThatWereExpected() throws Exception {
        MiniDeliver mini = mini();
        Files.move(mini.root().resolve("hha"), mini.root().resolve("HHA"));
        assertThatThrownBy(() -> open(mini))
                .hasMessageContaining("{hha=10}")
                .hasMessageContaining("nothing in it, because it does not exist")
                .hasMessageContaining(mini.root() + " has HHA, depth, event, img, lidar, semantic");
    }

    @Test
    void aLabelThatIsNotOneIsRefusedWithThePlace() throws Exception {
        MiniDeliver mini = mini();
        String id = "sun/val/MAP_1_point2/045050";
        Recording recording = open(mini);
        Labels labels = recording.labels().orElseThrow();
        Path label = mini.file("semantic", "semantic", id);
        BufferedImage image = new BufferedImage(52, 52, BufferedImage.TYPE_4BYTE_ABGR);
        image.getRaster().setSample(3, 5, 0, 26);
        Files.write(label, ImageFiles.png(image));
        assertThatThrownBy(() -> labels.of(id))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(id)
                .hasMessageContaining("id 26 at pixel (3, 5)");
        Files.write(label, ImageFiles.png(new BufferedImage(52, 52, BufferedImage.TYPE_BYTE_GRAY)));
        assertThatThrownBy(() -> labels.of(id))
                .hasMessageContaining("1 channels of 8 bits; a label of this dataset has 4");
    }

    @Test
    void aFileThatVanishesIsNamedWhenItIsRead() throws Exception {
        MiniDeliver mini = mini();
        Recording recording = open(mini);
        Files.delete(mini.file("event", "event", "night/train/MAP_3_point9/341800"));
        assertThatThrownBy(() -> all(recording))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("sample night/train/MAP_3_point9/341800, sensor event");
    }
}
