package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class InspectCommandTest {
    private final StringWriter errors = new StringWriter();

    private JsonNode inspect(String flags) throws Exception {
        StringWriter out = new StringWriter();
        int code = execute(out, flags + " --json");
        assertThat(code).as(errors.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private int execute(StringWriter out, String flags) {
        return new CommandLine(new InspectCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(Arrays.stream(flags.split(" "))
                        .filter(f -> !f.isEmpty())
                        .toArray(String[]::new));
    }

    @Test
    void partsAddUpToTheTotalAndTrainableToItsShare() throws Exception {
        JsonNode counts = inspect("--network mle-sam --size nano --modalities rgb,depth --classes 12");
        long parts = 0;
        for (JsonNode part : counts.get("parts")) {
            parts += part.asLong();
        }
        assertThat(counts.get("total").asLong()).isEqualTo(parts);
        assertThat(counts.get("trainable").asLong() + counts.get("frozen").asLong())
                .isEqualTo(parts);
    }

    @Test
    void thePublishedFormOfMleSamIsOneLine() throws Exception {
        String published = "--size base+ --decoder-sharing per-modality --lora-rows in --no-auxiliary-head";
        JsonNode counts = inspect(published);
        long router = counts.get("parts").get("router").asLong();
        assertThat(counts.get("trainable").asLong() - router).isEqualTo(20_618_856);
        assertThat(inspect(published + " --set loraRank=0").get("parts").has("lora"))
                .isFalse();
    }

    @Test
    void tuningAndSizeChooseAmongTheFormsOfMfnet() throws Exception {
        JsonNode lora = inspect("--network mfnet --size b --tuning lora --modalities rgb,dsm --classes 6");
        assertThat(lora.get("parts").get("lora").asLong()).isEqualTo(1_032_240);
        assertThat(lora.get("trainable").asLong()).isEqualTo(1_032_240 + 2_158_238);
        JsonNode adapter = inspect("--network mfnet --size h --tuning adapter --modalities rgb,dsm --classes 6");
        assertThat(adapter.get("parts").get("adapter").asLong()).isEqualTo(105_062_464);
    }

    @Test
    void mobanetsCountIsTheCards() throws Exception {
        JsonNode counts = inspect("--network mobanet --size l --modalities rgb,dsm --classes 6");
        assertThat(counts.get("trainable").asLong()).isEqualTo(8_981_394);
    }

    @Test
    void aFlagThatTheSystemDoesNotKnowIsRefused() {
        assertThat(execute(new StringWriter(), "--network mle-sam --tuning lora"))
                .isNotZero();
        assertThat(errors.toString()).contains("mle-sam").contains("'tuning'");
    }

    @Test
    void anImageSizeSaysWhatItsPaddingCostsAndWhichSizeHasNone() throws Exception {
        JsonNode images = inspect("--size tiny --image 448,512,1024").get("images");
        assertThat(images.get(0).get("padding").asDouble()).isZero();
        assertThat(images.get(1).get("padding").asDouble()).isBetween(0.2, 0.4);
        assertThat(images.get(1).get("unpadded").asInt()).isEqualTo(448);
        assertThat(images.get(2).get("unpadded").asInt()).isEqualTo(896);
        StringWriter out = new StringWriter();
        assertThat(execute(out, "--size tiny --image 512")).isZero();
        assertThat(out.toString()).contains("512 x 512: ", "of the encoder's tokens are padding; 448 x 448 has none");
        assertThat(execute(out, "--size tiny --image 100")).isNotZero();
        assertThat(errors.toString()).contains("--image is 100, allowed is a multiple of 32");
    }
}
