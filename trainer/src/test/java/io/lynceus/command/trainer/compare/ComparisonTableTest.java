package io.lynceus.command.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.settings.Json;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private static JsonNode run(String name, long seed, double full) throws Exception {
        return Json.parse(String.format(
                Locale.ROOT,
                """
                {"name": "%s", "system": "mle-sam", "modalities": ["rgb", "lidar"], "seed": %d, "steps": 100, "cpuSeconds": 90,
                 "parameters": {"total": 2000, "trainable": 500}, "full": %s, "subsetsMean": 0.25,
                 "time": {"millisPerSet": 10, "cpuMillisPerSet": 8, "cpuMillisOfOneSensor": 4},
                 "subsets": {"rgb": 0.3, "lidar": 0.15, "rgb+lidar": %s},
                 "emm": {"avg": 0.2}, "rmm": {"0.25": {"avg": 0.2}, "0.5": {"avg": 0.1}, "0.75": {"avg": 0.05}},
                 "nm": {"low": 0.3, "mid": 0.2, "high": 0.1},
                 "gate": {"meanKept": 0.31, "meanDropped": 0.32, "meanGated": 0.33, "meanOracle": 0.34}}
                """,
                name,
                seed,
                full,
                full));
    }

    private static List<String> rows(long gateSamples, JsonNode... runs) {
        return ComparisonTable.markdown(report(gateSamples, runs)).lines().toList();
    }

    private static ObjectNode report(long gateSamples, JsonNode... runs) {
        ObjectNode report = Json.object();
        report.put("budgetSeconds", 90)
                .put("samples", 60)
                .put("faultSamples", 20)
                .put("gateSamples", gateSamples);
        report.put("domain", "normalised").put("faultSeed", 1).put("timedThreads", 2);
        List.of(runs).forEach(report.putArray("systems")::add);
        return report;
    }

    @Test
    void runsOfSeveralSeedsAreOneRowOfMeansWithTheirSpread() throws Exception {
        List<String> lines = rows(10, run("a", 1, 0.4), run("b", 1, 0.5), run("a", 2, 0.6));
        assertThat(lines.get(0)).endsWith("over the seeds [1, 2].");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("| a |"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .contains("| rgb+lidar | 2,000 | 25.0 % | 100 |", "| 50.0 ± 14.1 | 25.0 | 15.0 |")
                        .endsWith("| 31.0 / 32.0 / 33.0 / 34.0 |"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("| b |"))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("| 50.0 | 25.0 | 15.0 |"));
    }

    @Test
    void withoutFaultySensorsThereIsNoColumnOfThem() throws Exception {
        List<String> lines = rows(0, run("a", 1, 0.4));
        assertThat(lines.get(0)).doesNotContain("seeds");
        assertThat(lines.get(2)).endsWith("| NM low / mid / high |");
        assertThat(lines.get(4)).endsWith("| 30.0 / 20.0 / 10.0 |");
    }

    @Test
    void withoutSamplesOfTheProtocolsThereIsNoColumnOfThem() throws Exception {
        ObjectNode report = report(0, run("a", 1, 0.4));
        report.put("faultSamples", 0);
        List<String> lines = ComparisonTable.markdown(report).lines().toList();
        assertThat(lines.get(0)).contains("Subsets over 60 test samples; time of a set");
        assertThat(lines.get(2)).endsWith("| worst subset |");
        assertThat(lines.get(4)).endsWith("| 40.0 | 25.0 | 15.0 |");
    }

    @Test
    void aRowTellsHowFarAndHowManyTimesItIsAboveTheFirst() throws Exception {
        ObjectNode report = report(0, run("a", 1, 0.4), run("b", 1, 0.5));
        report.set(
                "aboveTheFirst",
                Json.parse(
                        """
                {"b": {"difference": 0.04, "range": [0.03, 0.06], "times": 1.3, "timesRange": [1.2, 1.45]}}
                """));
        assertThat(ComparisonTable.markdown(report))
                .contains("| mean of subsets above the first |")
                .contains("| +4.0 (+3.0 to +6.0), 1.30 × (1.20 to 1.45) |");
    }

    @Test
    void aSpecialistIsARowBesideWhatOthersReachWithItsSensors() throws Exception {
        ObjectNode report = report(0, run("a", 1, 0.4), run("a", 2, 0.6), specialist());
        assertThat(SpecialistTable.markdown(report)).isEmpty();
        report.set(
                "sharesOfSpecialists",
                Json.parse(
                        "[{\"specialist\": \"lidar-alone\", \"name\": \"a\", \"share\": 0.75, \"range\": [0.7, 0.81]}]"));
        assertThat(SpecialistTable.markdown(report).lines().toList())
                .contains("| sensors | specialist | a |", "| lidar | 20.0 | 15.0, 0.75 (0.70 to 0.81) |");
    }

    private static JsonNode specialist() throws Exception {
        ObjectNode alone = (ObjectNode) run("lidar-alone", 1, 0.2);
        alone.putArray("modalities").add("lidar");
        alone.putObject("subsets").put("lidar", 0.2);
        return alone;
    }
}
