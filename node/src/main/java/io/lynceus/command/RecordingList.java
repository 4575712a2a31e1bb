package io.lynceus.command;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what a recording holds, for {@code replay --list}; reads no frame. */
final class RecordingList {
    private static final int MOST_VALUES = 12;

    private final Recording recording;

    RecordingList(Recording recording) {
        this.recording = recording;
    }

    void print(PrintWriter out) {
        out.println(recording.name());
        out.println("  from      " + recording.start());
        out.println("  until     " + recording.end().map(Object::toString).orElse("it is stopped"));
        for (Channel channel : recording.channels()) {
            String rate = channel.rateHz() == 0 ? "" : String.format(" at %.3g Hz", channel.rateHz());
            out.printf(
                    "  sensor    %-8s %s, %s (%s)%s on %s%n",
                    channel.sensor(), channel.modality(), channel.schema(), channel.format(), rate, channel.topic());
        }
        List<RecordedSample> samples = recording.samples();
        if (!samples.isEmpty()) {
            out.println("  samples   " + samples.size());
            counts(samples).forEach((tag, values) -> out.printf("    %-12s %s%n", tag, text(values)));
        }
        out.println("  labels    "
                + recording
                        .labels()
                        .map(labels -> labels.classes().name() + ", "
                                + labels.classes().size() + " classes")
                        .orElse("none"));
        recording.remarks().forEach(remark -> out.println("  note      " + remark));
    }

    private static Map<String, Map<String, Integer>> counts(List<RecordedSample> samples) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (RecordedSample sample : samples) {
            sample.tags().forEach((tag, value) -> counts.computeIfAbsent(tag, t -> new TreeMap<>())
                    .merge(value, 1, Integer::sum));
        }
        return counts;
    }

    private static String text(Map<String, Integer> values) {
        List<String> all = values.entrySet().stream()
                .map(v -> v.getKey() + " " + v.getValue())
                .toList();
        String first = String.join(", ", all.subList(0, Math.min(MOST_VALUES, all.size())));
        return all.size() > MOST_VALUES ? first + " and " + (all.size() - MOST_VALUES) + " more" : first;
    }
}
