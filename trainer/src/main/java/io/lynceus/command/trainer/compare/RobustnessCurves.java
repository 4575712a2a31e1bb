package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Draws how the figures of several runs fall as sensors get worse, as SVG: one line for each configuration, the mean over its seeds,
 * with a bar from the lowest seed to the highest.
 */
final class RobustnessCurves {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 240;
    private static final int LEFT = 50;
    private static final int TOP = 40;
    private static final int GAP = 40;
    private static final int LINE = 18;
    /** Okabe and Ito's colours, which most readers can tell apart, and two greys. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#14181c", "#8a939b");

    /** One point of a panel: its name on the axis, and a run's figure, a fraction; NaN if the run has none. */
    private record Point(String name, ToDoubleFunction<JsonNode> figure) {
        static Point at(String name, String pointer) {
            return new Point(name, run -> run.at(pointer).asDouble(Double.NaN));
        }

        /** The mean over the subsets without so many of the run's sensors. */
        static Point without(int sensors) {
            return new Point(Integer.toString(sensors), run -> {
                int size = run.get("modalities").size() - sensors;
                return run.get("subsets").properties().stream()
                        .filter(subset -> subset.getKey().split("\\+").length == size)
                        .mapToDouble(subset -> subset.getValue().asDouble())
                        .average()
                        .orElse(Double.NaN);
            });
        }
    }

    /** One panel. */
    private record Panel(String title, List<Point> points) {}

    private static final List<Panel> PANELS = List.of(
            new Panel(
                    "sensors left out",
                    IntStream.range(0, 4).mapToObj(Point::without).toList()),
            new Panel(
                    "share of elements that are zero (RMM)",
                    List.of(
                            Point.at("0", "/full"),
                            Point.at("0.25", "/rmm/0.25/avg"),
                            Point.at("0.5", "/rmm/0.5/avg"),
                            Point.at("0.75", "/rmm/0.75/avg"))),
            new Panel(
                    "noise in all sensors (NM)",
                    List.of(
                            Point.at("none", "/full"),
                            Point.at("low", "/nm/low"),
                            Point.at("mid", "/nm/mid"),
                            Point.at("high", "/nm/high"))),
            new Panel(
                    "sensors zero with that probability (EMM)",
                    List.of(
                            Point.at("0", "/full"),
                            Point.at("0.05", "/emm/e/0.05"),
                            Point.at("0.1", "/emm/e/0.1"),
                            Point.at("0.2", "/emm/e/0.2"))));

    private RobustnessCurves() {}

    /** @param report an array {@code systems} of runs */
    static String svg(JsonNode report) {
        Map<String, List<JsonNode>> runs = new LinkedHashMap<>();
        report.get("systems")
                .forEach(run -> runs.computeIfAbsent(run.get("name").asText(), name -> new ArrayList<>())
                        .add(run));
        double top = top(runs);
        int width = LEFT + PANELS.size() * (WIDTH + GAP);
        int height = TOP + HEIGHT + 3 * LINE + (runs.size() + 3) / 4 * LINE;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"system-ui, sans-serif\""
                        + " font-size=\"12\" role=\"img\" aria-label=\"mIoU of %d recipes as sensors get worse\">%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n",
                width,
                height,
                runs.size(),
                width,
                height));
        for (int p = 0; p < PANELS.size(); p++) {
            panel(svg, PANELS.get(p), LEFT + p * (WIDTH + GAP), top, runs);
        }
        legend(svg, runs);
        return svg.append("</svg>\n").toString();
    }

    /** Returns the top of the axis, in per cent: the next multiple of 10. */
    private static double top(Map<String, List<JsonNode>> runs) {
        double most = PANELS.stream()
                .flatMap(panel -> panel.points.stream())
                .flatMapToDouble(point -> runs.values().stream().flatMapToDouble(seeds -> values(seeds, point)))
                .max()
                .orElse(1);
        return Math.max(10, Math.ceil(most / 10) * 10);
    }

    private static DoubleStream values(List<JsonNode> seeds, Point point) {
        return seeds.stream()
                .mapToDouble(point.figure)
                .filter(value -> !Double.isNaN(value))
                .map(value -> 100 * value);
    }

    private static void panel(StringBuilder svg, Panel panel, int left, double top, Map<String, List<JsonNode>> runs) {
        text(svg, left + WIDTH / 2.0, TOP - LINE, "middle", "#14181c", panel.title);
        for (int percent = 0; percent <= top; percent += 10) {
            double y = y(percent, top);
            line(svg, left, y, left + WIDTH, y, "#d5dadf", 1);
            text(svg, left - 6, y + 4, "end", "#59636e", percent + " %");
        }
        int colour = 0;
        for (List<JsonNode> seeds : runs.values()) {
            curve(svg, panel, left, top, seeds, COLOURS.get(colour++ % COLOURS.size()));
        }
        for (int i = 0; i < panel.points.size(); i++) {
            text(svg, x(i, left, panel), TOP + HEIGHT + LINE, "middle", "#59636e", panel.points.get(i).name);
        }
    }

    private static void curve(
            StringBuilder svg, Panel panel, int left, double top, List<JsonNode> seeds, String colour) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < panel.points.size(); i++) {
            Point point = panel.points.get(i);
            if (values(seeds, point).findAny().isEmpty()) {
                continue;
            }
            double x = x(i, left, panel);
            double mean = values(seeds, point).average().orElse(0);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(mean, top)));
            double low = y(values(seeds, point).min().orElse(0), top);
            double high = y(values(seeds, point).max().orElse(0), top);
            line(svg, x, low, x, high, colour, 2);
        }
        svg.append(String.format(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                points.toString().strip(), colour));
    }

    private static void legend(StringBuilder svg, Map<String, List<JsonNode>> runs) {
        int i = 0;
        for (String name : runs.keySet()) {
            int x = LEFT + i % 4 * (PANELS.size() * (WIDTH + GAP) / 4);
            int y = TOP + HEIGHT + 3 * LINE + i / 4 * LINE;
            line(svg, x, y - 4, x + 20, y - 4, COLOURS.get(i % COLOURS.size()), 3);
            text(svg, x + 26, y, "start", "#14181c", name);
            i++;
        }
    }

    private static double x(int point, int left, Panel panel) {
        return left + WIDTH * (point + 0.5) / panel.points.size();
    }

    private static double y(double percent, double top) {
        return TOP + HEIGHT * (1 - percent / top);
    }

    private static void line(
            StringBuilder svg, double x1, double y1, double x2, double y2, String colour, int thickness) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour,
                thickness));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String colour, String words) {
        String safe = words.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                safe));
    }
}
