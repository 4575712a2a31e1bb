package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.layout.MiniMCubeS;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.mcubes.MCubeS;
import io.lynceus.dataset.mcubes.MCubeSDataset;
import io.lynceus.dataset.muses.Muses;
import io.lynceus.dataset.muses.MusesDataset;
import io.lynceus.dataset.muses.MusesOptions;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.segment.SeeingModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of MUSES and MCubeS, against a model's own masks and the generator's own labels, counted in plain loops. */
class ScoreDatasetsTest {
    /** MCubeS's images are so wide after the first 192 columns. */
    private static final int WIDE = 1032;

    private static final int CENTRE = 1024;

    @TempDir
    private Path folder;

    private JsonNode score(String state, String... words) throws Exception {
        CommandRun run = CommandRun.of(Stream.concat(
                        Stream.of(
                                "score",
                                "--json",
                                "--state",
                                folder.resolve(state).toString()),
                        Arrays.stream(words))
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out().strip());
    }

    private static void assertFigures(JsonNode json, PlainLoop.Count plain, ClassList classes, boolean absentAreZero) {
        assertThat(json.at("/miou").asDouble())
                .isCloseTo(plain.miou(absentAreZero), within(1e-9))
                .isPositive();
        assertThat(json.at("/perClass")).hasSize(classes.size());
        int absent = 0;
        for (int c = 0; c < classes.size(); c++) {
            JsonNode iou = json.at("/perClass").get(classes.nameOf(c));
            if (plain.isPresent(c)) {
                assertThat(iou.asDouble()).as(classes.nameOf(c)).isCloseTo(plain.iou(c), within(1e-9));
            } else {
                absent++;
                assertThat(iou.isNull()).as(classes.nameOf(c)).isEqualTo(!absentAreZero);
                assertThat(iou.asDouble()).isZero();
            }
        }
        assertThat(absent).as("absent classes").isBetween(1, classes.size() - 2);
    }

    @Test
    void musesIsJudgedInNativePixelsOverTheClassesThatAreThere() throws Exception {
        MiniMuses mini = MiniMuses.write(folder);
        Path model = SeeingModel.write(folder, MusesDataset.CLASSES, List.of("rgb", "event", "lidar", "radar"));
        JsonNode json = score("muses.jsonl", "--dataset", "muses", mini.root().toString(), "--model", model.toString());
        Recording recording =
                Muses.open(mini.root(), MusesOptions.defaults().with(SampleFilter.ALL.with("split", "val")));
        PlainLoop.Count plain = new PlainLoop.Count(19);
        PlainLoop.masks(model, recording, PlainLoop.Spoil.NONE).forEach((id, mask) -> {
            for (int i = 0; i < MiniMuses.WIDTH * MiniMuses.HEIGHT; i++) {
                plain.add(
                        MiniMuses.trainId(mini.scenes().get(id).truth(), i),
                        mask.at(i % MiniMuses.WIDTH, i / MiniMuses.WIDTH, MiniMuses.WIDTH, MiniMuses.HEIGHT));
            }
        });
        assertFigures(json, plain, MusesDataset.CLASSES, false);
        assertThat(json.at("/grid").asText()).isEqualTo("native");
        assertThat(json.at("/absentClasses").asText()).isEqualTo("skip");
        assertThat(json.at("/samples").asInt()).isEqualTo(2);
        assertThat(json.at("/by/weather/fog/samples").asInt()).isEqualTo(1);
        assertThat(json.at("/frames/radar/sent").asInt()).isEqualTo(2);
        assertThat(json.at("/frames").has("gnss")).isFalse();
    }

    @Test
    void mcubesIsShownAndJudgedInTheMiddleColumnsOverAllTwentyClasses() throws Exception {
        MiniMCubeS mini = MiniMCubeS.write(folder, WIDE);
        Path model = SeeingModel.write(folder, MCubeSDataset.CLASSES, List.of("rgb", "aolp", "dolp", "nir"));
        String[] words = {"--dataset", "mcubes", mini.root().toString(), "--split", "test", "--model", model.toString()
        };
        JsonNode json = score("mcubes.jsonl", words);
        Recording whole = MCubeS.open(mini.root(), "test", 10);
        Map<String, PlainLoop.Mask> masks =
                PlainLoop.masks(model, whole, ScoreDatasetsTest::middle, PlainLoop.Spoil.NONE);
        assertFigures(json, count(mini, masks, (WIDE - CENTRE) / 2, CENTRE), MCubeSDataset.CLASSES, true);
        assertThat(json.at("/grid").asText()).isEqualTo("centre_1024");
        assertThat(json.at("/absentClasses").asText()).isEqualTo("zero");
        assertThat(json.at("/samples").asInt()).isEqualTo(3);

        JsonNode all = score("native.jsonl", with(words, "--grid", "native"));
        Map<String, PlainLoop.Mask> wide = PlainLoop.masks(model, whole, PlainLoop.Spoil.NONE);
        assertFigures(all, count(mini, wide, 0, WIDE), MCubeSDataset.CLASSES, true);
        assertThat(all.get("miou")).isNotEqualTo(json.get("miou"));
    }

    private static String[] with(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static PlainLoop.Count count(MiniMCubeS mini, Map<String, PlainLoop.Mask> masks, int left, int width) {
        PlainLoop.Count count = new PlainLoop.Count(20);
        masks.forEach((id, mask) -> {
            for (int y = 0; y < MiniMCubeS.HEIGHT; y++) {
                for (int x = 0; x < width; x++) {
                    count.add(
                            MiniMCubeS.material(mini.samples().get(id), y * WIDE + left + x),
                            mask.at(x, y, width, MiniMCubeS.HEIGHT));
                }
            }
        });
        return count;
    }

    /** Only columns 4 to 1027 of an image of 1032. */
    private static RecordedFrame middle(RecordedFrame frame) {
        try {
            RawImage image = RawImage.parseFrom(frame.value());
            int bytes = image.getStep() / image.getWidth();
            ByteString kept = ByteString.EMPTY;
            for (int y = 0; y < image.getHeight(); y++) {
                int from = y * image.getStep() + 4 * bytes;
                kept = kept.concat(image.getData().substring(from, from + CENTRE * bytes));
            }
            byte[] value = image.toBuilder()
                    .setWidth(CENTRE)
                    .setStep(CENTRE * bytes)
                    .setData(kept)
                    .build()
                    .toByteArray();
            return new RecordedFrame(frame.channel(), frame.stamp(), frame.sequence(), value, frame.sampleId());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
