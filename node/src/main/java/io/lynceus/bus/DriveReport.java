package io.lynceus.bus;

import com.fasterxml.jackson.databind.node.NullNode;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.settings.Json;
import io.lynceus.stream.Tally;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The results of a run: the stable JSON of {@code demo --json}, and the same as text. */
public final class DriveReport {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * @param sent frames that the street sent, by sensor
     * @param tally of the node
     * @param reader that has been closed
     * @param began stamp that playing began with
     * @param ended stamp of the last frame, if sensors that are silent after it are no finding
     * @param seconds that the run took
     * @param periodSeconds between sets
     */
    public DriveReport(
            Map<String, Long> sent,
            Tally tally,
            MaskReader reader,
            Stamp began,
            Optional<Stamp> ended,
            double seconds,
            double periodSeconds) {
        Map<String, Object> sets = new LinkedHashMap<>();
        sets.put("sent", sent.values().stream().mapToLong(Long::longValue).max().orElse(0));
        sets.put("complete", tally.count(SetKind.COMPLETE));
        sets.put("partial", tally.count(SetKind.PARTIAL));
        sets.put("expired", tally.count(SetKind.EXPIRED));
        sets.put("shed", tally.shedSetCount());
        sets.put("unusable", tally.unusableSetCount());
        values.put("sets", sets);
        Map<String, Object> frames = new LinkedHashMap<>();
        for (String sensor : tally.sensors()) {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("sent", sent.getOrDefault(sensor, 0L));
            for (Fate fate : Fate.values()) {
                counts.put(fate.name().toLowerCase(Locale.ROOT), tally.count(sensor, fate));
            }
            counts.put("pending", tally.pending(sensor));
            frames.put(sensor, counts);
        }
        values.put("frames", frames);
        values.put("masks", reader.received());
        Map<String, Object> latency = new LinkedHashMap<>();
        latency.put("p50", rounded(reader.latencyMillis(50)));
        latency.put("p99", rounded(reader.latencyMillis(99)));
        values.put("latencyMs", latency);
        values.put("setsPerSecond", rounded(reader.received() / seconds));
        values.put("maxMaskGapPeriods", rounded(reader.longestGap().toNanos() / 1e9 / periodSeconds));
        values.put("miou", finite(reader.confusion().miou()));
        values.put("transitions", transitions(reader, began, ended));
    }

    private static List<Map<String, Object>> transitions(MaskReader reader, Stamp began, Optional<Stamp> ended) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (SensorHealth health : reader.transitions()) {
            Stamp at = Stamp.of(health.getTimestamp());
            if (ended.filter(end -> at.nanosSince(end) > 0).isPresent()) {
                continue;
            }
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("sensor", health.getSensor());
            one.put("from", name(health.getFrom()));
            one.put("to", name(health.getTo()));
            one.put("atMs", Stamp.of(health.getTimestamp()).nanosSince(began) / 1_000_000);
            one.put("reason", health.getReason());
            all.add(one);
        }
        return all;
    }

    /**
     * Returns the entries of a run over single samples: without the frames that only let the last set leave, and without latency, for
     * because samples have no capture time to count from.
     *
     * @param without by sensor, in how many samples its frame could not be used
     */
    public Map<String, Object> valuesOfSamples(Map<String, Integer> without) {
        Map<String, Object> plain = new LinkedHashMap<>(values);
        long samples = ((Map<?, ?>) at("sets")).get("sent") instanceof Number number ? number.longValue() : 0;
        long partial = Math.min(
                samples,
                without.values().stream().mapToLong(Integer::longValue).max().orElse(0));
        Map<String, Object> sets = new LinkedHashMap<>();
        ((Map<?, ?>) at("sets")).keySet().forEach(name -> sets.put(String.valueOf(name), 0L));
        sets.put("sent", samples);
        sets.put("complete", samples - partial);
        sets.put("partial", partial);
        plain.put("sets", sets);
        Map<String, Object> frames = new LinkedHashMap<>();
        ((Map<?, ?>) at("frames")).forEach((sensor, counts) -> {
            Map<String, Object> own = new LinkedHashMap<>();
            ((Map<?, ?>) counts).keySet().forEach(name -> own.put(String.valueOf(name), 0L));
            long sent = ((Map<?, ?>) counts).get("sent") instanceof Number number ? number.longValue() : 0;
            long bad = Math.min(sent, without.getOrDefault(String.valueOf(sensor), 0));
            own.put("sent", sent);
            own.put("matched", sent - bad);
            own.put("malformed", bad);
            frames.put(String.valueOf(sensor), own);
        });
        plain.put("frames", frames);
        plain.put("masks", samples);
        // The keys stay, since others read them; a replay as fast as possible has no latency.
        plain.put("latencyMs", NullNode.getInstance());
        plain.put("maxMaskGapPeriods", NullNode.getInstance());
        return plain;
    }

    /** Returns the JSON's entries, in order. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    public String json() {
        return Json.text(values);
    }

    /** Returns tables for people. */
    public String text() {
        return DriveText.of(values);
    }

    private Object at(String key) {
        Object value = values.get(key);
        return value == null ? "-" : value;
    }

    private static String name(SensorState state) {
        return state.name().replace("SENSOR_STATE_", "").toLowerCase(Locale.ROOT);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static @org.jspecify.annotations.Nullable Double finite(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(Math.round(value * 1e5) / 1e5);
    }
}
