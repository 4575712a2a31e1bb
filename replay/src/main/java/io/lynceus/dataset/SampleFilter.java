package io.lynceus.dataset;

import io.lynceus.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Selects samples of a dataset: for each tag the allowed values; a tag that is not named allows all.
 *
 * @param allowed values by tag
 */
public record SampleFilter(Map<String, Set<String>> allowed) {
    public static final SampleFilter ALL = new SampleFilter(Map.of());

    /** Returns this filter with a further condition: the tag has one of the values, given as {@code a,b}; an empty text adds none. */
    public SampleFilter with(String tag, String values) {
        if (values.isBlank()) {
            return this;
        }
        Map<String, Set<String>> more = new LinkedHashMap<>(allowed);
        more.put(tag, new TreeSet<>(List.of(values.trim().split("\\s*,\\s*"))));
        return new SampleFilter(more);
    }

    /**
     * Returns the samples that it lets through; if there are none, or no sample has a value, it throws with a message that names
     * the existing ones.
     */
    public <S> List<S> of(List<S> samples, Function<S, Map<String, String>> tags, Path where) throws IOException {
        if (samples.isEmpty()) {
            throw new IOException(where + " holds no samples; check that it is the dataset's own folder");
        }
        for (Map.Entry<String, Set<String>> one : allowed.entrySet()) {
            Set<String> known = new TreeSet<>();
            samples.forEach(sample -> known.add(tags.apply(sample).getOrDefault(one.getKey(), "")));
            for (String value : one.getValue()) {
                if (!known.contains(value)) {
                    throw new IOException("no sample in " + where + " has the " + one.getKey() + " '" + value
                            + "'; did you mean '" + Settings.nearest(value, known) + "'? There are " + known);
                }
            }
        }
        List<S> wanted = samples.stream()
                .filter(sample -> allowed.entrySet().stream().allMatch(one -> one.getValue()
                        .contains(tags.apply(sample).getOrDefault(one.getKey(), ""))))
                .toList();
        if (wanted.isEmpty()) {
            throw new IOException("no sample in " + where + " is all of " + allowed + "; choose fewer conditions");
        }
        return wanted;
    }

    /** Returns a part of a recording's name, such as {@code /val/fog}; empty if all is allowed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        allowed.values().forEach(values -> text.append('/').append(String.join("+", values)));
        return text.toString();
    }
}
