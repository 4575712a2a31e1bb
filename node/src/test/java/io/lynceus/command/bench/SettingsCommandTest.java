package io.lynceus.command.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.segment.TinyModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SettingsCommandTest {
    @Test
    void everySettingAndTheOtherModelAreComparedWithTheNodes(@TempDir Path folder) throws Exception {
        String model = TinyModel.write(folder).toString();
        StringWriter text = new StringWriter();
        int code = new CommandLine(new SettingsCommand())
                .setOut(new PrintWriter(text))
                .execute("--model", model, "--against", model, "--rounds", "2", "--load", "1", "--json");
        assertThat(code).isZero();
        List<String> names = new ArrayList<>();
        for (JsonNode row : new ObjectMapper().readTree(text.toString()).get("settings")) {
            names.add(row.get("name").asText());
            assertThat(row.get("whole").asDouble()).isPositive();
            assertThat(row.get("single").asDouble()).isPositive();
        }
        assertThat(names.get(0)).startsWith("the node's");
        assertThat(names).contains("threads spin", "no memory patterns", "1 thread", model);
    }

    @Test
    void callsOfSeveralSetsAreComparedWithAsManyCallsOfOne(@TempDir Path folder) throws Exception {
        StringWriter text = new StringWriter();
        int code = new CommandLine(new SettingsCommand())
                .setOut(new PrintWriter(text))
                .execute("--model", TinyModel.write(folder).toString(), "--batches", "1,3", "--rounds", "2", "--json");
        assertThat(code).isZero();
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode row : new ObjectMapper().readTree(text.toString()).get("batches")) {
            sizes.add(row.get("sets").asInt());
            assertThat(row.get("perSet").asDouble()).isPositive();
            assertThat(row.get("ratio").asDouble()).isPositive();
        }
        assertThat(sizes).containsExactly(1, 3);
    }
}
