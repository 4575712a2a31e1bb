package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} says what {@code /metrics} says; {@code -Dlynceus.docs=write} writes it anew. */
class MetricDocsTest {
    private static final Path PAGE =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("docs/metrics.md");
    private static final Pattern NOTE = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    /** Of the parts of a histogram and of a counter's time of birth. */
    private static final String PART = "_(bucket|sum|count|created)$";

    private static final Set<String> OF_A_RIG = Set.of("rig", "sensor");

    private static final String HEAD =
            """
            # Metrics

            What Prometheus gets from `/metrics` of a node, the demo, or a monitor. `MetricDocsTest` makes this page from the program and fails
            where the two differ. Times are in seconds; a counter begins at 0 with its process. A node adds the metrics of Kafka Streams and of
            its clients (`kafka_*`). `ops/alerts.yml` has alert rules, `ops/grafana` a dashboard.

            For each sensor, `lynceus_frames_received_total` is the sum of `lynceus_frames_total` over the outcomes, of
            `lynceus_frames_pending` and of `lynceus_frames_handed_over_total`.

            | metric | kind | labels | meaning |
            |---|---|---|---|
            """;

    private static String page() {
        Map<String, String> kinds = new TreeMap<>();
        Map<String, String> meanings = new TreeMap<>();
        Map<String, Map<String, Set<String>>> labels = new TreeMap<>();
        for (String line : PublishedMetrics.lines()) {
            Matcher note = NOTE.matcher(line);
            if (note.matches()) {
                (note.group(1).equals("TYPE") ? kinds : meanings).put(note.group(2), note.group(3));
            } else {
                String sample = line.split("[{ ]")[0];
                String name = kinds.containsKey(sample) ? sample : sample.replaceFirst(PART, "");
                Matcher label = LABEL.matcher(line);
                while (label.find()) {
                    labels.computeIfAbsent(name, any -> new TreeMap<>())
                            .computeIfAbsent(label.group(1), any -> new TreeSet<>())
                            .add(label.group(2));
                }
            }
        }
        StringBuilder page = new StringBuilder(HEAD);
        kinds.forEach((name, kind) -> {
            page.append("| `").append(name).append("` | ").append(kind).append(" | ");
            page.append(words(labels.getOrDefault(name, Map.of()))).append(" | ");
            page.append(meanings.getOrDefault(name, "")).append(" |\n");
        });
        return page.toString();
    }

    /** Returns the labels, with their values where these are the same for every rig. */
    private static String words(Map<String, Set<String>> labels) {
        return labels.entrySet().stream()
                .filter(label -> !label.getKey().equals("le"))
                .map(label -> OF_A_RIG.contains(label.getKey())
                        ? label.getKey()
                        : label.getKey() + " (" + String.join(", ", label.getValue()) + ")")
                .collect(Collectors.joining("; "));
    }

    @Test
    void thePageSaysWhatPrometheusGets() throws IOException {
        if ("write".equals(System.getProperty("lynceus.docs"))) {
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE)
                .as("the page is old: run this test with -Dlynceus.docs=write")
                .exists()
                .hasContent(page());
    }

    @Test
    void everyMetricHasAMeaning() {
        assertThat(page().lines().filter(line -> line.startsWith("| `lynceus")))
                .hasSizeGreaterThan(10)
                .noneMatch(line -> line.endsWith("|  |"));
    }
}
