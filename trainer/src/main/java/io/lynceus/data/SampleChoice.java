package io.lynceus.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lynceus.dataset.SampleFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which samples of a dataset count, in all of its splits: values, with commas between them; an empty text lets all through.
 *
 * @param condition of DELIVER, such as {@code fog,night}
 * @param corner of DELIVER, such as {@code motionblur}; {@code case} in YAML
 * @param weather of MUSES, such as {@code snow}
 * @param time of MUSES, {@code day} or {@code night}
 */
public record SampleChoice(String condition, @JsonProperty("case") String corner, String weather, String time) {
    public static final SampleChoice ALL = new SampleChoice("", "", "", "");

    /** @throws IllegalArgumentException if a key is given that the source's samples do not have */
    SampleFilter of(String source) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("condition", condition);
        given.put("case", corner);
        given.put("weather", weather);
        given.put("time", time);
        given.values().removeIf(String::isBlank);
        List<String> known =
                switch (source) {
                    case "deliver" -> List.of("condition", "case");
                    case "muses" -> List.of("weather", "time");
                    default -> List.of();
                };
        SampleFilter filter = SampleFilter.ALL;
        for (Map.Entry<String, String> one : given.entrySet()) {
            if (!known.contains(one.getKey())) {
                throw new IllegalArgumentException("data.filter." + one.getKey() + " is '" + one.getValue()
                        + "', but samples of " + source + " are filtered by " + known + "; leave it out");
            }
            filter = filter.with(one.getKey().equals("time") ? "time_of_day" : one.getKey(), one.getValue());
        }
        return filter;
    }
}
