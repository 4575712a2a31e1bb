package io.lynceus.monitor;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the query of an address. Stateless. */
final class Queries {
    private Queries() {}

    static Optional<String> value(URI address, String key) {
        return value(address.getRawQuery(), key);
    }

    /** @param given the encoded query; null if there is none */
    static Optional<String> value(@Nullable String given, String key) {
        return Optional.ofNullable(given).stream()
                .flatMap(query -> Arrays.stream(query.split("&")))
                .filter(pair -> pair.startsWith(key + "="))
                .map(pair -> URLDecoder.decode(pair.substring(key.length() + 1), StandardCharsets.UTF_8))
                .findFirst();
    }
}
