package io.lynceus.score;

import io.lynceus.fault.protocol.NoiseLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The robustness protocols, each as runs over a dataset and the means of their figures. The caller decides the faults' {@link
 * io.lynceus.fault.protocol.Domain}. Source: the robustness benchmark of Liao et al., arXiv 2503.18445, whose domain is the
 * normalised tensor.
 */
public enum Protocol {
    /** Entire-missing modality: every proper subset of the sensors is 0. */
    EMM,
    /** Random-missing modality: of every proper subset, each element is 0 with probability r. */
    RMM,
    /** Noisy modality: salt, pepper and Gaussian noise in all sensors at once. */
    NM,
    /** Every non-empty subset of the sensors, the others left out, as the node does with dead ones. */
    SUBSETS;

    private static final List<String> SHARES = List.of("0.25", "0.5", "0.75");

    /** Returns the runs; the one without faults is the first if it is part of the protocol. */
    public List<Variant> variants(List<String> sensors) {
        return switch (this) {
            case EMM -> faulty("emm", sensors, sensor -> sensor + ":emm");
            case RMM -> {
                Set<Variant> all = new LinkedHashSet<>();
                SHARES.forEach(r -> all.addAll(faulty("rmm" + r, sensors, sensor -> sensor + ":rmm(" + r + ")")));
                yield List.copyOf(all);
            }
            case NM -> {
                List<Variant> all = new ArrayList<>();
                for (NoiseLevel level : NoiseLevel.values()) {
                    all.add(new Variant(
                            "nm:" + name(level),
                            Set.of(),
                            Set.of(),
                            sensors.stream()
                                    .map(sensor -> sensor + ":nm(" + name(level) + ")")
                                    .toList()));
                }
                yield all;
            }
            case SUBSETS -> {
                List<Variant> all = new ArrayList<>();
                for (Set<String> missing : missing(sensors)) {
                    all.add(
                            missing.isEmpty()
                                    ? Variant.whole(sensors)
                                    : new Variant(
                                            "without:" + String.join("+", missing),
                                            rest(sensors, missing),
                                            missing,
                                            List.of()));
                }
                yield all;
            }
        };
    }

    /**
     * Returns the protocol's columns for the JSON.
     *
     * @param miou of each variant, a fraction
     */
    public Map<String, Object> columns(List<String> sensors, Function<Variant, Double> miou) {
        return switch (this) {
            case EMM -> Map.of("emm", columns(variants(sensors), sensors.size(), miou));
            case RMM -> {
                Map<String, Object> shares = new LinkedHashMap<>();
                SHARES.forEach(r -> shares.put(
                        r,
                        columns(
                                variants(sensors).stream()
                                        .filter(v ->
                                                v.faults().isEmpty() || v.name().startsWith("rmm" + r + ":"))
                                        .toList(),
                                sensors.size(),
                                miou)));
                yield Map.of("rmm", shares);
            }
            case NM -> {
                Map<String, Object> levels = new LinkedHashMap<>();
                variants(sensors)
                        .forEach(v -> levels.put(v.name().substring("nm:".length()), Robustness.rounded(of(miou, v))));
                yield Map.of("nm", levels);
            }
            case SUBSETS -> {
                Map<String, Object> subsets = new LinkedHashMap<>();
                double sum = 0;
                for (Variant v : variants(sensors)) {
                    double value = Robustness.rounded(of(miou, v));
                    subsets.put(v.key(), value);
                    sum += value;
                }
                Map<String, Object> columns = new LinkedHashMap<>();
                columns.put("subsets", subsets);
                columns.put("subsetsMean", sum / subsets.size());
                yield columns;
            }
        };
    }

    private static Map<String, Object> columns(List<Variant> variants, int sensors, Function<Variant, Double> miou) {
        Map<String, Double> byPresent = new LinkedHashMap<>();
        List<Robustness.Run> runs = new ArrayList<>();
        for (Variant variant : variants) {
            double value = of(miou, variant);
            byPresent.put(variant.key(), Robustness.rounded(value));
            runs.add(new Robustness.Run(sensors - variant.present().size(), value));
        }
        Robustness robustness = new Robustness(sensors, runs);
        Map<String, Double> expected = new LinkedHashMap<>();
        Robustness.PROBABILITIES.forEach(p -> expected.put(Double.toString(p), robustness.expected(p)));
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("avg", robustness.average());
        columns.put("e", expected);
        columns.put("byPresent", byPresent);
        return columns;
    }

    private static double of(Function<Variant, Double> miou, Variant variant) {
        return Objects.requireNonNull(miou.apply(variant));
    }

    private static List<Variant> faulty(String name, List<String> sensors, UnaryOperator<String> fault) {
        List<Variant> all = new ArrayList<>();
        for (Set<String> missing : missing(sensors)) {
            all.add(
                    missing.isEmpty()
                            ? Variant.whole(sensors)
                            : new Variant(
                                    name + ":" + String.join("+", missing),
                                    rest(sensors, missing),
                                    Set.of(),
                                    missing.stream().map(fault).toList()));
        }
        return all;
    }

    /** Returns every set of sensors that may be missing: not all of them, the empty set first. */
    private static List<Set<String>> missing(List<String> sensors) {
        List<Set<String>> all = new ArrayList<>();
        for (int bits = 0; bits < (1 << sensors.size()) - 1; bits++) {
            Set<String> missing = new LinkedHashSet<>();
            for (int i = 0; i < sensors.size(); i++) {
                if ((bits >> i & 1) == 1) {
                    missing.add(sensors.get(i));
                }
            }
            all.add(missing);
        }
        return all;
    }

    private static Set<String> rest(List<String> sensors, Set<String> missing) {
        Set<String> rest = new LinkedHashSet<>(sensors);
        rest.removeAll(missing);
        return rest;
    }

    private static String name(NoiseLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
