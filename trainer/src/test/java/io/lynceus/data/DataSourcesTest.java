package io.lynceus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.dataset.layout.MiniMCubeS;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration's data section opens, and what it says if it cannot. */
class DataSourcesTest {
    @TempDir
    private Path folder;

    private static DataSources open(Path root, String yaml, String... modalities) {
        DataConfig config = Settings.parse(yaml, DataConfig.RECIPE).withRoot(root.toString());
        return DataSources.open(config, Stream.of(modalities).map(Modality::new).toList());
    }

    private static void assertRefused(Path root, String yaml, List<String> modalities, String... told) {
        assertThatThrownBy(() -> open(root, yaml, modalities.toArray(String[]::new)))
                .isInstanceOfAny(SettingsException.class, IllegalArgumentException.class)
                .hasMessageContainingAll(told);
    }

    private static List<String> ids(SampleSource source) {
        return Stream.iterate(0L, i -> i < source.size(), i -> i + 1)
                .map(i -> source.sample(i).id())
                .toList();
    }

    @Test
    void datasetsLearnFromTrainAndAreJudgedOnValUnlessToldOtherwise() {
        Path deliver = MiniDeliver.write(folder).root();
        DataSources usual = open(deliver, "{source: deliver}", "rgb");
        assertThat(ids(usual.training())).hasSize(4).allMatch(id -> id.contains("/train/"));
        assertThat(ids(usual.validation())).hasSize(4).allMatch(id -> id.contains("/val/"));
        assertThat(usual.test()).isSameAs(usual.validation());
        DataSources told = open(deliver, "{source: deliver, splits: {training: val, test: test}}", "lidar", "rgb");
        assertThat(ids(told.training())).isEqualTo(ids(usual.validation()));
        assertThat(ids(told.test())).hasSize(2).allMatch(id -> id.startsWith("cloud/test/"));
        assertThat(told.training().modalities()).extracting(Modality::name).containsExactly("lidar", "rgb");
    }

    @Test
    void aFilterNarrowsEverySplit() {
        Path deliver = MiniDeliver.write(folder).root();
        DataSources sun = open(deliver, "{source: deliver, filter: {condition: sun}}", "rgb");
        assertThat(ids(sun.training())).hasSize(2).allMatch(id -> id.startsWith("sun/train/"));
        assertThat(ids(sun.validation())).hasSize(2).allMatch(id -> id.startsWith("sun/val/"));
        Path muses = MiniMuses.write(folder).root();
        DataSources day = open(muses, "{source: muses, filter: {time: day}}", "rgb", "event", "lidar");
        assertThat(ids(day.validation())).containsExactly("REC0001_frame_000100");
        assertRefused(
                deliver,
                "{source: deliver, filter: {weather: snow}}",
                List.of("rgb"),
                "data.filter.weather is 'snow'",
                "[condition, case, scene]");
        assertRefused(
                deliver,
                "{source: deliver, filter: {case: motionblur}}",
                List.of("rgb"),
                "is all of",
                "motionblur",
                "choose fewer");
    }

    @Test
    void whatIsNotThereIsSaidInOneMessageThatNamesWhatIs() throws Exception {
        Path deliver = MiniDeliver.write(folder).root();
        List<String> rgb = List.of("rgb");
        assertRefused(
                folder.resolve("nowhere"),
                "{source: deliver}",
                rgb,
                "data.source deliver",
                "there is no img in",
                "nowhere",
                "it does not exist",
                "--root");
        assertRefused(
                deliver,
                "{source: deliver, splits: {validation: vel}}",
                rgb,
                "no sample",
                "split 'vel'",
                "did you mean 'val'?");
        assertRefused(deliver, "{source: deliver}", List.of("rgb", "nir"), "names nir", "[rgb, depth, event, lidar]");
        assertRefused(deliver, "{source: delivr}", rgb, "'delivr'", "deliver, muses, mcubes");
        assertRefused(deliver, "{source: street, splits: {test: x}}", rgb, "source is 'street'");
        assertRefused(
                deliver, "{source: deliver, filter: {wether: x}}", rgb, "filter.wether", "did you mean 'weather'?");
        Files.move(deliver.resolve("semantic"), folder.resolve("elsewhere"));
        assertRefused(deliver, "{source: deliver}", rgb, "no labels", "no folder semantic", "unpack the labels");
        Path mcubes = MiniMCubeS.write(folder).root();
        assertRefused(mcubes, "{source: mcubes}", rgb, "no val.txt", "test.txt, train.txt");
        assertThat(ids(open(mcubes, "{source: mcubes, splits: {validation: test}}", "aolp", "rgb")
                        .validation()))
                .hasSize(3);
    }
}
