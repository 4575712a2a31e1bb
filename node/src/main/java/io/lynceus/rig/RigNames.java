package io.lynceus.rig;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rigs that a rig file names: by their ids, or by patterns in which {@code *} stands for any characters, such as
 * {@code vehicle-*}.
 *
 * <p>Thread safety: immutable.
 */
public final class RigNames {
    /** A rig that a pattern names and that has sent nothing for so long is forgotten, until it sends again. */
    public static final Duration GONE = Duration.ofMinutes(10);

    private static final String ANY = "*";

    private final Set<String> ids;
    private final List<Pattern> patterns;

    private RigNames(List<String> named) {
        this.ids =
                named.stream().filter(name -> !name.contains(ANY)).collect(Collectors.toCollection(LinkedHashSet::new));
        this.patterns = named.stream()
                .filter(name -> name.contains(ANY))
                .map(RigNames::pattern)
                .toList();
    }

    /** Reads the names as a rig file, or a node's status, has them. */
    public static RigNames of(List<String> named) {
        return new RigNames(named);
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(
                Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** Returns true if the rig is named, by its id or by a pattern. */
    public boolean include(String rig) {
        return ids.contains(rig)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(rig).matches());
    }

    /** Returns true if the rig is named by its id: it is expected, and never forgotten. */
    public boolean expect(String rig) {
        return ids.contains(rig);
    }

    /** Returns the rigs that are named by their ids. */
    public List<String> ids() {
        return List.copyOf(ids);
    }

    /** Returns true if there may be rigs whose ids are not known before they send. */
    public boolean isOpen() {
        return !patterns.isEmpty();
    }

    /** Returns true if others name at least one rig that these name too, or the same pattern. */
    public boolean overlap(List<String> others) {
        RigNames them = of(others);
        return ids.stream().anyMatch(them::include)
                || them.ids.stream().anyMatch(this::include)
                || patterns.stream().anyMatch(own -> them.patterns.stream()
                        .anyMatch(pattern -> pattern.pattern().equals(own.pattern())));
    }
}
