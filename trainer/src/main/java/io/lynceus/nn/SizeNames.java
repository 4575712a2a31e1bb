package io.lynceus.nn;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the size of a network by the name that it has in files and on the command line. */
public final class SizeNames {
    private SizeNames() {}

    /**
     * Returns the size of that name.
     *
     * @param sizes all there are
     * @param text the name of a size
     * @throws IllegalArgumentException if none has the name; the message has all names
     */
    public static <S> S find(S[] sizes, Function<S, String> text, String name) {
        return Arrays.stream(sizes)
                .filter(size -> text.apply(size).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("size '" + name + "' is unknown; choose one of "
                        + Arrays.stream(sizes).map(text).collect(Collectors.joining(", "))));
    }
}
