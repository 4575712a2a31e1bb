package io.lynceus.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.dataset.folders.LabelledFolders;
import io.lynceus.dataset.kitti.KittiRaw;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What owners of datasets really have, as it lies in {@code ../shared/cases/data}; its README says what must come of each. */
class DataCasesTest {
    private static final Path SHARED = Path.of(System.getProperty("lynceus.shared", "../../shared"));

    @TempDir
    private Path folder;

    private static Path data(String name) {
        Path path = SHARED.resolve("cases/data").resolve(name);
        assumeTrue(Files.exists(path), "skipped: " + path + " is not there");
        return path;
    }

    private static Recording validation(String name, String description) {
        return LabelledFolders.open(data(description), data(name)).recording("validation", 10);
    }

    @Test
    void goodFoldersAreReadWithoutARemark() {
        Recording good = validation("g0_good", "g0_good/d.yaml");
        assertThat(good.samples()).hasSize(2);
        assertThat(good.remarks()).singleElement().asString().contains("in train too");
    }

    @ParameterizedTest
    @CsvSource({
        "f_norgb.yaml, rgb",
        "f_rgb2.yaml, rgb",
        "f_splitnull.yaml, splits",
        "f_ids.yaml, quotes",
        "f_samefile.yaml, red/{id}.png"
    })
    void aDescriptionThatCannotBeUsedIsRefusedInOneSentence(String yaml, String key) {
        assertThatThrownBy(() -> validation("g0_good", "yaml/" + yaml))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(yaml)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({"f_nolabel.yaml", "f_labelnull.yaml"})
    void unlabelledFoldersCanBePlayed(String yaml) {
        Recording played = validation("g0_good", "yaml/" + yaml);
        assertThat(played.labels()).isEmpty();
        assertThat(frames(played)).isEqualTo(4);
        assertThat(String.join(" ", played.remarks())).contains("no label");
    }

    @Test
    void anIdThatIsTwiceInASplitIsRefused() {
        assertThatThrownBy(() -> validation("g1_dupid", "g1_dupid/d.yaml"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'003' twice");
    }

    @Test
    void aLabelOfAnotherAspectThanItsImagesIsRefusedWithBothSizes() {
        assertThatThrownBy(() -> validation("f05_labelsize", "f05_labelsize/d.yaml"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("20 x 20")
                .hasMessageContaining("32 x 24");
    }

    @Test
    void aFileWhoseNameDiffersInCaseIsNamed() throws IOException {
        Path copy = copy(data("g0_good"), folder.resolve("good"));
        Files.move(copy.resolve("nir/004.png"), copy.resolve("nir/004.PNG"));
        assertThatThrownBy(() -> LabelledFolders.open(copy.resolve("d.yaml"), copy))
                .hasMessageContaining("but there is 004.PNG");
    }

    @ParameterizedTest
    @CsvSource({"k2_scansgone, 21", "k8_duptime, 24"})
    void aPublishedDriveWithGapsOrEqualTimesIsPlayed(String name, int count) throws IOException {
        Path drive = withFrames(name);
        try (KittiRaw recording = KittiRaw.open(drive)) {
            assertThat(frames(recording)).isEqualTo(count);
            assertThat(recording.remarks()).isNotEmpty();
        }
    }

    @Test
    void emptyLinesAmongCaptureTimesAreSkippedWithARemark() throws IOException {
        Path drive = withFrames("k2_scansgone");
        Path times = drive.resolve("2011_09_26_drive_0009_sync/image_02/timestamps.txt");
        List<String> lines = Files.readAllLines(times);
        Files.writeString(
                times,
                String.join("\n", lines.subList(0, 3)) + "\n\n" + String.join("\n", lines.subList(3, lines.size()))
                        + "\n\n\n");
        try (KittiRaw recording = KittiRaw.open(drive)) {
            assertThat(String.join(" ", recording.remarks()))
                    .contains("1 empty lines")
                    .contains("skipped");
        }
    }

    /** The case's calibration and times with frames that need not be right: an image of one pixel, and scans of no points. */
    private Path withFrames(String name) throws IOException {
        Path day = copy(data(name), folder.resolve(name)).resolve("2011_09_26");
        Path drive = day.resolve("2011_09_26_drive_0009_sync");
        int gone = name.startsWith("k2") ? 3 : 0;
        for (String sensor : List.of("image_02", "velodyne_points")) {
            Path frames = Files.createDirectories(drive.resolve(sensor).resolve("data"));
            boolean images = sensor.startsWith("image");
            for (int i = images ? 0 : gone; i < 12; i++) {
                Path file = frames.resolve(String.format("%010d.%s", i, images ? "png" : "bin"));
                if (images) {
                    Files.copy(data("g0_good/red/003.png"), file);
                } else {
                    Files.write(file, new byte[16]);
                }
            }
        }
        return day;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(path));
                }
            }
        }
        return to;
    }

    private static int frames(Recording recording) {
        int count = 0;
        for (Iterator<RecordedFrame> frames = recording.frames(recording.start()); frames.hasNext(); frames.next()) {
            count++;
        }
        return count;
    }
}
