package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of the small datasets in {@code ../shared/cases/data}, whose model's masks are known: floor((red + nir) / 171). */
class ScoreCasesTest {
    @TempDir
    private Path folder;

    private static Path data(String name) {
        Path path = Path.of(System.getProperty("lynceus.shared", "../shared"), "cases", "data", name);
        assumeTrue(Files.exists(path), "skipped: " + path + " is not there");
        return path;
    }

    private Path copy(String name) throws IOException {
        Path from = data(name);
        Path to = folder.resolve(name);
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

    private CommandRun run(Path root, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "score",
                "--json",
                "--dataset",
                "folders",
                root.toString(),
                "--description",
                root.resolve("d.yaml").toString(),
                "--split",
                "validation"));
        if (!List.of(more).contains("--model")) {
            words.addAll(List.of("--model", data("toy64.onnx").toString()));
        }
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private JsonNode score(Path root, String... more) throws IOException {
        CommandRun run = run(root, more);
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out().strip());
    }

    @Test
    void aMendedLabelIsJudgedAnewAndTheAccountsArePlain() throws Exception {
        Path good = copy("g0_good");
        Path state = folder.resolve("state.jsonl");
        JsonNode first = score(good, "--state", state.toString());
        assertThat(first.at("/sets/sent").asInt()).isEqualTo(2);
        assertThat(first.at("/sets/complete").asInt()).isEqualTo(2);
        assertThat(first.at("/frames/red/matched").asInt()).isEqualTo(2);
        assertThat(first.path("latencyMs").isNull()).isTrue();
        Files.write(good.resolve("label/003.png"), Files.readAllBytes(good.resolve("label/004.png")));
        CommandRun other = run(good, "--state", state.toString());
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("of another scoring");
    }

    @Test
    void theRuleOfAClassThatIsPredictedButNeverLabelledStandsBesideTheFigure() throws Exception {
        JsonNode json =
                score(copy("g3_onebit"), "--state", folder.resolve("a.jsonl").toString());
        assertThat(json.at("/miou").asDouble()).isCloseTo(0.593, within(0.001));
        assertThat(json.at("/miouOfLabelledOrPredicted").asDouble()).isCloseTo(0.395, within(0.001));
        assertThat(json.at("/miouRule").asText()).contains("occur in labels");
        assertThat(json.at("/classesInNoLabel")).hasSize(1);
    }

    @Test
    void aDamagedImageIsSaidBesideTheFigureAndRefusedWhenStrict() throws Exception {
        Path root = copy("f18_trunc");
        JsonNode json = score(root, "--state", folder.resolve("b.jsonl").toString());
        assertThat(json.at("/frames/red/malformed").asInt()).isEqualTo(1);
        assertThat(json.at("/sets/partial").asInt()).isEqualTo(1);
        assertThat(json.at("/warnings").toString()).contains("red=1");
        CommandRun strict =
                run(root, "--strict", "--state", folder.resolve("b.jsonl").toString());
        assertThat(strict.code()).isEqualTo(1);
    }

    @Test
    void labelsOfZeroAnd255AreWarnedOfUnlessTheDescriptionSaysWhatTheyMean() throws Exception {
        Path root = copy("g0_good");
        Files.createDirectories(root.resolve("mask"));
        for (String id : List.of("003", "004")) {
            try (var image = org.bytedeco.opencv.global.opencv_imgcodecs.imread(
                            root.resolve("label/" + id + ".png").toString(), -1);
                    var mask = new org.bytedeco.opencv.opencv_core.Mat()) {
                org.bytedeco.opencv.global.opencv_imgproc.threshold(image, mask, 0.5, 255, 0);
                org.bytedeco.opencv.global.opencv_imgcodecs.imwrite(
                        root.resolve("label/" + id + ".png").toString(), mask);
            }
        }
        JsonNode plain = score(root, "--state", folder.resolve("c.jsonl").toString());
        assertThat(plain.at("/ignoredShare").asDouble()).isPositive();
        assertThat(plain.at("/warnings").toString()).contains("ignore").contains("values:");
        Files.writeString(
                root.resolve("d.yaml"), Files.readString(root.resolve("d.yaml")) + "\nvalues: {0: soil, 255: crop}\n");
        JsonNode said = score(root, "--state", folder.resolve("d.jsonl").toString());
        assertThat(said.at("/ignoredShare").asDouble()).isZero();
        assertThat(said.at("/classesInNoLabel")).hasSize(1);
    }

    /** Each with the same paths and names as before, and with a state that is kept in a file of its own name or by default. */
    @ParameterizedTest
    @ValueSource(strings = {"label", "image", "description", "model"})
    void whateverHasChangedIsNeverJudgedByWhatWasKept(String what) throws Exception {
        Path good = copy("g0_good");
        Path model = Files.copy(data("toy64.onnx"), folder.resolve("toy.onnx"));
        String[] more = {
            "--model", model.toString(), "--state", folder.resolve("kept.jsonl").toString()
        };
        assertThat(run(good, more).code()).isZero();
        assertThat(run(good, more).code()).as("nothing has changed").isZero();
        switch (what) {
            case "label" -> swap(good.resolve("label"));
            case "image" -> swap(good.resolve("nir"));
            case "description" ->
                Files.writeString(
                        good.resolve("d.yaml"),
                        Files.readString(good.resolve("d.yaml")) + "\nvalues: {0: weed, 1: crop, 2: soil}\n");
            default -> retrain(model);
        }
        CommandRun again = run(good, more);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("of another scoring", "name another --state, or delete it");
    }

    private static void swap(Path images) throws IOException {
        Files.write(images.resolve("003.png"), Files.readAllBytes(images.resolve("004.png")));
    }

    /** Another export of the same checkpoint has the same card, and other bytes. */
    private static void retrain(Path model) throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        // An unknown field of no length, which protobuf passes over.
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 3);
        longer[bytes.length] = (byte) 0xfa;
        longer[bytes.length + 1] = (byte) 0x3f;
        Files.write(model, longer);
    }

    @Test
    void labelsThatAreAllIgnoredGiveNoFigureAndSaySo() throws Exception {
        Path root = copy("g0_good");
        for (String id : List.of("003", "004")) {
            try (var mask = new org.bytedeco.opencv.opencv_core.Mat(
                    64,
                    64,
                    org.bytedeco.opencv.global.opencv_core.CV_8UC1,
                    org.bytedeco.opencv.opencv_core.Scalar.all(255))) {
                org.bytedeco.opencv.global.opencv_imgcodecs.imwrite(
                        root.resolve("label/" + id + ".png").toString(), mask);
            }
        }
        JsonNode json = score(root, "--state", folder.resolve("e.jsonl").toString());
        assertThat(json.at("/miou").isNull()).isTrue();
        assertThat(json.at("/ignoredShare").asDouble()).isEqualTo(1);
        assertThat(json.at("/warnings").toString())
                .contains("100.0 % of the labels' pixels are 'ignore'")
                .contains("classes that occur in no label: [soil, crop, weed]")
                .contains("no figure");
    }
}
