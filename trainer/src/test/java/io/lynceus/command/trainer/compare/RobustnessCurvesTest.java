package io.lynceus.command.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.command.trainer.ShellRun;
import io.lynceus.settings.Json;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class RobustnessCurvesTest {
    @TempDir
    Path folder;

    private static ObjectNode report() throws Exception {
        ObjectNode report = Json.object();
        for (int seed = 1; seed <= 2; seed++) {
            for (String name : new String[] {"a", "b<c"}) {
                double full = (name.equals("a") ? 0.4 : 0.3) + 0.02 * seed;
                report.withArray("systems")
                        .add(Json.parse(String.format(
                                Locale.ROOT,
                                """
                                {"name": "%s", "full": %f, "modalities": ["rgb", "depth"],
                                 "subsets": {"rgb": 0.2, "depth": 0.4, "rgb+depth": 0.35}, "rmm": {"0.25": {"avg": 0.3}, "0.5": {"avg": 0.2}, "0.75": {"avg": 0.1}},
                                 "nm": {"low": 0.3, "mid": 0.2, "high": 0.1},
                                 "emm": {"e": {"0.05": 0.3, "0.1": 0.2, "0.2": 0.1}}}
                                """,
                                name,
                                full)));
            }
        }
        return report;
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void everyRecipeIsOneLineInEachPanelAtTheMeanOfItsSeeds() throws Exception {
        Document svg = parsed(RobustnessCurves.svg(report()));
        var lines = svg.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(8);
        String subsets = ((Element) lines.item(0)).getAttribute("points");
        assertThat(subsets.split(" ")).as("without none and one of two sensors").hasSize(2);
        // 30 % on an axis to 50 %, which is 240 pixels long and begins at 40
        assertThat(subsets.split(" ")[1])
                .endsWith("," + String.format(Locale.ROOT, "%.1f", 40 + 240 * (1 - 30 / 50.0)));
        String first = ((Element) lines.item(2)).getAttribute("points");
        assertThat(first.split(" ")).hasSize(4);
        assertThat(first.split(" ")[0]).endsWith("," + String.format(Locale.ROOT, "%.1f", 40 + 240 * (1 - 43 / 50.0)));
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("b<c")
                .contains("50 %")
                .doesNotContain("60 %");
    }

    @Test
    void theCommandWritesThePictureAndRefusesAFileWithoutRuns() throws Exception {
        Path table = folder.resolve("table.json");
        Files.writeString(table, Json.text(report()));
        Path out = folder.resolve("curves.svg");
        ShellRun run = ShellRun.of("trainer", "curves", "--table", table.toString(), "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(parsed(Files.readString(out)).getDocumentElement().getTagName())
                .isEqualTo("svg");
        Files.writeString(table, "{}");
        ShellRun refused = ShellRun.of("trainer", "curves", "--table", table.toString(), "--out", out.toString());
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("systems");
    }
}
