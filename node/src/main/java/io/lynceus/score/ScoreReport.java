package io.lynceus.score;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.dataset.ScoreRules.AbsentClasses;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.metric.Scores;
import io.lynceus.settings.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Figures of judged samples, as JSON and as a table. */
public final class ScoreReport {
    /** Share of ignored pixels above which the report has a warning; street scenes ignore up to a third. */
    private static final double MUCH_IGNORED = 0.4;
    /** Tags with more values, such as scenes, are not conditions. */
    private static final int MOST_VALUES = 12;

    private final ClassList classes;
    private final ScoreRules rules;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    public ScoreReport(ClassList classes, ScoreRules rules) {
        this.classes = classes;
        this.rules = rules;
        values.put("grid", rules.grid().name().toLowerCase(Locale.ROOT));
        values.put("absentClasses", rules.absent().name().toLowerCase(Locale.ROOT));
    }

    public void put(String key, Object value) {
        values.put(key, value);
    }

    public void putAll(Map<String, Object> more) {
        values.putAll(more);
    }

    /** Adds the figures of all samples together, and of those that share a tag. */
    public void add(List<RecordedSample> samples, Map<String, ConfusionMatrix> matrices) {
        Scores all = scores(samples, matrices);
        values.put("samples", samples.size());
        values.put("miou", finite(all.miou()));
        values.put("macc", finite(all.macc()));
        values.put("f1", finite(all.f1()));
        Map<String, @Nullable Object> perClass = new LinkedHashMap<>();
        all.perClass().forEach((name, iou) -> perClass.put(name, finite(iou)));
        values.put("perClass", perClass);
        addTrust(matrices(samples, matrices), all);
        values.put("by", byTag(samples, matrices));
    }

    /** Adds what a reader must know to trust the mean: which classes count in it, and what the other rule would give. */
    private void addTrust(ConfusionMatrix sum, Scores all) {
        boolean skips = rules.absent() == AbsentClasses.SKIP;
        values.put(
                "miouRule",
                skips
                        ? "mean over the classes that occur in labels"
                        : "mean over all classes; those in no label count as 0");
        List<String> unlabelled = new ArrayList<>();
        List<String> onlyPredicted = new ArrayList<>();
        double sumOfIou = 0;
        int seen = 0;
        for (int c = 0; c < classes.size(); c++) {
            if (sum.labelled(c) == 0) {
                unlabelled.add(classes.nameOf(c));
            }
            if (sum.labelled(c) == 0 && sum.predicted(c) > 0) {
                onlyPredicted.add(classes.nameOf(c));
            }
            if (sum.labelled(c) + sum.predicted(c) > 0) {
                sumOfIou += sum.iou(c);
                seen++;
            }
        }
        values.put("miouOfLabelledOrPredicted", finite(seen == 0 ? Double.NaN : sumOfIou / seen));
        values.put("classesInNoLabel", unlabelled);
        values.put("ignoredShare", sum.ignoredShare());
        // A mask of 0 and 255 ignores its foreground, however small that is, and then a class never occurs.
        if (sum.ignoredShare() >= MUCH_IGNORED || (sum.ignoredShare() > 0 && !unlabelled.isEmpty())) {
            warn(String.format(
                    Locale.ROOT,
                    "%.1f %% of the labels' pixels are 'ignore' and do not count; if 255 is a class, say so with values: in"
                            + " the description",
                    100 * sum.ignoredShare()));
        }
        if (!unlabelled.isEmpty()) {
            warn("classes that occur in no label: " + unlabelled
                    + (onlyPredicted.isEmpty() ? "" : ", of which the model" + " predicts " + onlyPredicted)
                    + "; the mean treats them by miouRule");
        }
        if (Double.isNaN(all.miou())) {
            warn("no pixel is labelled with a class, so that there is no figure");
        }
    }

    /** Adds a warning to the figures. */
    public void warn(String sentence) {
        warnings.add(sentence);
        values.put("warnings", warnings);
    }

    /** Returns the warnings. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private Map<String, Object> byTag(List<RecordedSample> samples, Map<String, ConfusionMatrix> matrices) {
        Map<String, TreeSet<String>> tags = new TreeMap<>();
        samples.forEach(sample -> sample.tags().forEach((tag, value) -> tags.computeIfAbsent(tag, t -> new TreeSet<>())
                .add(value)));
        Map<String, Object> byTag = new LinkedHashMap<>();
        tags.forEach((tag, all) -> {
            if (all.size() <= MOST_VALUES && !tag.equals("split") && !tag.equals("scene")) {
                Map<String, Object> byValue = new LinkedHashMap<>();
                for (String value : all) {
                    byValue.put(value, row(withTag(samples, tag, value), matrices));
                }
                byTag.put(tag, byValue);
            }
        });
        return byTag;
    }

    private static List<RecordedSample> withTag(List<RecordedSample> samples, String tag, String value) {
        return samples.stream()
                .filter(sample -> value.equals(sample.tags().get(tag)))
                .toList();
    }

    private Map<String, Object> row(List<RecordedSample> samples, Map<String, ConfusionMatrix> matrices) {
        Scores scores = scores(samples, matrices);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("samples", samples.size());
        row.put("miou", finite(scores.miou()));
        row.put("macc", finite(scores.macc()));
        row.put("f1", finite(scores.f1()));
        return row;
    }

    /** Returns the figures of these samples together. */
    public Scores scores(List<RecordedSample> samples, Map<String, ConfusionMatrix> matrices) {
        return Scores.of(matrices(samples, matrices), classes, rules.absent());
    }

    private ConfusionMatrix matrices(List<RecordedSample> samples, Map<String, ConfusionMatrix> matrices) {
        ConfusionMatrix sum = new ConfusionMatrix(classes.size());
        for (RecordedSample sample : samples) {
            sum.add(Optional.ofNullable(matrices.get(sample.id()))
                    .orElseThrow(() -> new IllegalStateException("sample " + sample.id() + " was not judged")));
        }
        return sum;
    }

    public String json() {
        return Json.text(values);
    }

    /** Returns a table with each figure on a line of its own, below the names that lead to it. */
    public String table() {
        StringBuilder text = new StringBuilder();
        lines("", values, text);
        return text.toString();
    }

    private static void lines(String indent, Map<?, ?> values, StringBuilder text) {
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && isRow(inner)) {
                text.append(String.format("%s%-16s", indent, key));
                inner.forEach((name, figure) ->
                        text.append("  ").append(name).append(' ').append(figure(figure)));
                text.append('\n');
            } else if (value instanceof Map<?, ?> inner) {
                text.append(indent).append(key).append('\n');
                lines(indent + "  ", inner, text);
            } else {
                text.append(String.format("%s%-16s  %s%n", indent, key, figure(value)));
            }
        });
    }

    private static boolean isRow(Map<?, ?> map) {
        return map.containsKey("samples");
    }

    private static String figure(@Nullable Object value) {
        if (value instanceof Double fraction) {
            return String.format(Locale.ROOT, "%.4f", fraction);
        }
        return value == null ? "-" : value.toString();
    }

    /** Returns null for a NaN, which JSON does not have. */
    @SuppressWarnings("NullAway") // null is JSON's word for it
    private static Object finite(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }
}
