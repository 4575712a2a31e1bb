package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.stream.message.MaskPictures;
import io.lynceus.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Dashboard and alert rules: they parse, and each metric that they name is one that a node has. */
class OperationsTest {
    private static final Path OPS =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("ops");
    private static final Pattern METRIC = Pattern.compile("\\blynceus_[a-z0-9_]+");

    @Test
    void theDashboardShowsMetricsThatExist() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(OPS.resolve("grafana/lynceus.json").toFile());
        List<String> expressions = new ArrayList<>();
        dashboard.get("panels").forEach(panel -> panel.get("targets")
                .forEach(target -> expressions.add(target.get("expr").asText())));
        assertThat(expressions).hasSizeGreaterThan(8);
        assertThat(metrics()).containsAll(named(expressions));
    }

    @Test
    void theAlertRulesWatchMetricsThatExistAndSayWhatToDo() throws IOException {
        Map<?, ?> rules = (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(OPS.resolve("alerts.yml")));
        List<String> expressions = new ArrayList<>();
        for (Object group : (List<?>) rules.get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                Map<?, ?> alert = (Map<?, ?>) rule;
                expressions.add(String.valueOf(alert.get("expr")));
                assertThat(String.valueOf(((Map<?, ?>) alert.get("annotations")).get("action")))
                        .as(String.valueOf(alert.get("alert")))
                        .hasSizeGreaterThan(20);
            }
        }
        assertThat(expressions).hasSizeGreaterThan(4);
        assertThat(metrics()).containsAll(named(expressions));
    }

    @Test
    void theAutoscalerWatchesMetricsThatExist() throws IOException {
        Map<?, ?> scaling = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(OPS.resolve("kubernetes/autoscaled/scaling.yaml")));
        List<String> expressions = new ArrayList<>();
        for (Object trigger : (List<?>) ((Map<?, ?>) scaling.get("spec")).get("triggers")) {
            expressions.add(String.valueOf(((Map<?, ?>) ((Map<?, ?>) trigger).get("metadata")).get("query")));
        }
        assertThat(metrics()).containsAll(named(expressions));
    }

    @Test
    void theLayoutForFoxgloveShowsChannelsAndFieldsThatExist() throws IOException {
        JsonNode layout =
                new ObjectMapper().readTree(OPS.resolve("foxglove/lynceus.json").toFile());
        Set<String> panels = new TreeSet<>();
        layout.get("configById").fieldNames().forEachRemaining(panels::add);
        assertThat(leaves(layout.get("layout"))).containsExactlyInAnyOrderElementsOf(panels);
        Set<String> channels = Set.of(
                "camera.front.image",
                Topics.HEALTH,
                Topics.STATUS,
                Topics.MASKS + MaskPictures.SUFFIX,
                Topics.MASKS + ".routing");
        List<String> shown = new ArrayList<>();
        layout.get("configById").forEach(panel -> {
            shown.add(panel.path("imageMode").path("imageTopic").asText());
            shown.add(panel.path("topicPath").asText());
            panel.path("paths").forEach(path -> {
                String value = path.path("value").asText();
                String field = value.replaceFirst("^" + Pattern.quote(Topics.MASKS + ".routing") + "\\.", "");
                shown.add(value.substring(0, value.length() - field.length() - 1));
                String first = field.replaceFirst("\\[.*", "");
                assertThat(Segmentation.getDescriptor().findFieldByName(first))
                        .as(value)
                        .isNotNull();
                if (field.contains("].")) {
                    String inner = field.replaceFirst(".*\\]\\.", "");
                    assertThat(Contribution.getDescriptor().findFieldByName(inner))
                            .as(value)
                            .isNotNull();
                }
            });
        });
        shown.removeIf(String::isEmpty);
        assertThat(channels).containsAll(shown);
        assertThat(shown).hasSizeGreaterThan(5);
    }

    /** The panels of a layout's tree. */
    private static List<String> leaves(JsonNode tree) {
        if (tree.isTextual()) {
            return List.of(tree.asText());
        }
        List<String> leaves = new ArrayList<>(leaves(tree.get("first")));
        leaves.addAll(leaves(tree.get("second")));
        return leaves;
    }

    private static Set<String> named(List<String> expressions) {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions) {
            Matcher matcher = METRIC.matcher(expression);
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        assertThat(names).isNotEmpty();
        return names;
    }

    /** The names in the scrape of a node that has published a set. */
    private static Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        PublishedMetrics.lines().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .forEach(names::add);
        return names;
    }
}
