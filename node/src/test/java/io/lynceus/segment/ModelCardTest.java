package io.lynceus.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
    static ModelCard card() {
        List<Double> half = List.of(0.5, 0.5, 0.5);
        return new ModelCard(
                ModelCard.CONTRACT,
                "test",
                "mle-sam",
                64,
                96,
                3,
                2,
                List.of(
                        new ModelCard.InputModality("rgb", half, half),
                        new ModelCard.InputModality("lidar", half, half)),
                List.of(
                        new ModelCard.OutputClass("road", List.of(1, 2, 3)),
                        new ModelCard.OutputClass("sky", List.of(4, 5, 6))),
                Map.of("rgb", 0.5, "rgb+lidar", 0.75),
                MiouEstimate.OF_TABLE,
                Map.of("seed", "1"),
                "00");
    }

    @Test
    void aCardSurvivesItsJson() {
        assertThat(ModelCard.parse(card().toJson())).isEqualTo(card());
    }

    @Test
    void expectedMiouIsFoundWhateverTheOrderOfTheSensors() {
        assertThat(card().expectedMiou(List.of(Modality.LIDAR, Modality.RGB))).hasValue(0.75);
        assertThat(card().expectedMiou(List.of(Modality.LIDAR))).isEmpty();
    }

    @Test
    void aModalityTheModelDoesNotKnowHasNoIndex() {
        assertThat(card().indexOf(Modality.LIDAR)).isEqualTo(1);
        assertThat(card().indexOf(Modality.EVENT)).isEqualTo(-1);
    }

    @Test
    void aMissingEntryIsNamed() {
        String json = card().toJson().replace("\"height\":64,", "");
        assertThatThrownBy(() -> ModelCard.parse(json))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("height");
    }

    @Test
    void aValueOutOfRangeIsNamedWithWhatIsAllowed() {
        String json = card().toJson().replace("\"height\":64", "\"height\":65");
        assertThatThrownBy(() -> ModelCard.parse(json))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("height is 65")
                .hasMessageContaining("multiple of 32");
    }

    @Test
    void anotherContractVersionIsRefused() {
        String json = card().toJson().replace("\"contract\":3", "\"contract\":4");
        assertThatThrownBy(() -> ModelCard.parse(json)).hasMessageContaining("contract is 4");
    }

    @Test
    void theCardOfAFileIsReadWithoutItsNetwork(@TempDir Path folder) throws IOException {
        Path model = TinyModel.write(folder);
        assertThat(ModelCard.read(model)).isEqualTo(TinyModel.card());
        Path text = Files.writeString(folder.resolve("text.onnx"), "this is text, and no network");
        assertThatThrownBy(() -> ModelCard.read(text))
                .hasMessageContaining("text.onnx")
                .hasMessageContaining("no ONNX file");
        assertThatThrownBy(() -> ModelCard.read(folder.resolve("none.onnx")))
                .hasMessageContaining("none.onnx")
                .hasMessageContaining("cannot be read");
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        assertThatThrownBy(() -> ModelCard.read(empty))
                .hasMessageContaining("empty.onnx")
                .hasMessageContaining("lynceus.model");
    }
}
