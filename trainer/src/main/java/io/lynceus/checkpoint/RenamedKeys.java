package io.lynceus.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key map of rules: the first one that matches a whole key renames it, gives it to several keys, or drops it; keys that no rule
 * matches are kept.
 */
public record RenamedKeys(List<Rule> rules) implements KeyMap {
    /**
     * @param key pattern of a whole key
     * @param names the network's keys, with {@code $1}, … for the pattern's groups; none to drop the key
     * @param resize makes a tensor from the file's tensor and the network's shape, if the shapes differ
     */
    public record Rule(Pattern key, List<String> names, BiFunction<TensorData, List<Long>, TensorData> resize) {
        public Rule {
            names = List.copyOf(names);
        }

        /** Makes a rule that renames keys. */
        public static Rule of(String key, String... names) {
            return new Rule(Pattern.compile(key), List.of(names), (tensor, shape) -> tensor);
        }

        /** Makes a rule that drops keys that the network does not need. */
        public static Rule drop(String key) {
            return of(key);
        }

        /** Returns the same rule with tensors resized, such as position embeddings. */
        public Rule resized(BiFunction<TensorData, List<Long>, TensorData> how) {
            return new Rule(key, names, how);
        }
    }

    public RenamedKeys {
        rules = List.copyOf(rules);
    }

    @Override
    public Checkpoint fit(Checkpoint source, Map<String, List<Long>> network) {
        Map<String, TensorData> fitted = new LinkedHashMap<>();
        source.tensors().forEach((key, tensor) -> place(key, tensor, network, fitted));
        return new Checkpoint(fitted, source.metadata());
    }

    private void place(String key, TensorData tensor, Map<String, List<Long>> network, Map<String, TensorData> fitted) {
        for (Rule rule : rules) {
            Matcher matcher = rule.key().matcher(key);
            if (matcher.matches()) {
                for (String pattern : rule.names()) {
                    String name = matcher.replaceFirst(pattern);
                    List<Long> wanted = network.getOrDefault(name, tensor.shape());
                    boolean same = wanted.equals(tensor.shape());
                    fitted.put(name, same ? tensor : rule.resize().apply(tensor, wanted));
                }
                return;
            }
        }
        fitted.put(key, tensor);
    }
}
