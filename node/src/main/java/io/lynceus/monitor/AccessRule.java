package io.lynceus.monitor;

import com.sun.net.httpserver.HttpExchange;
import io.lynceus.foxglove.Handshake;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who may see the page and who may act on it. On loopback every user of this machine may, but only under loopback's own
 * names, so that a foreign web page cannot get in by a name that points here. On other addresses a token is needed, given once as
 * {@code ?token=} and kept as a cookie.
 *
 * @param loopback true if only this machine can reach the server
 * @param token without one, other machines see nothing
 */
record AccessRule(boolean loopback, Optional<String> token) {
    private static final int SHORTEST = 16;
    private static final String COOKIE = "lynceus-token";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    /** A header that browsers send across origins only after a preflight request, which the server refuses. */
    private static final String ACTION_HEADER = "X-Lynceus";

    /**
     * Returns the rule for an address.
     *
     * @param bind address that the server listens on
     * @param token given by the user
     * @throws IllegalArgumentException if the token is too short
     */
    static AccessRule at(InetAddress bind, Optional<String> token) {
        token.filter(given -> given.length() < SHORTEST).ifPresent(given -> {
            throw new IllegalArgumentException(
                    "the token has " + given.length() + " characters, allowed are " + SHORTEST + " or more");
        });
        return new AccessRule(bind.isLoopbackAddress(), token);
    }

    /** Returns why the request is refused; empty if it may pass. */
    Optional<String> refusal(HttpExchange exchange) {
        if (token.isEmpty()) {
            return refusalWithoutToken(
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                            .orElse(""));
        }
        return carriesToken(exchange)
                ? Optional.empty()
                : Optional.of("open the page with ?token=…, as the node was given");
    }

    /**
     * Returns why a Foxglove client is refused; empty if it may see everything. A cookie is not enough, since any page's connection
     * would carry it, and without a token no foreign page may be behind the client.
     */
    Optional<String> refusal(Handshake client) {
        if (token.isEmpty()) {
            return refusalWithoutToken(client.host())
                    .or(() -> client.isOfAViewer()
                            ? Optional.empty()
                            : Optional.of("pages of '" + client.origin() + "' need --token"));
        }
        return Queries.value(client.query(), "token").filter(this::isToken).isPresent()
                ? Optional.empty()
                : Optional.of("connect to ws://…/?token=…, as the node was given");
    }

    private Optional<String> refusalWithoutToken(String host) {
        if (!loopback) {
            return Optional.of("other machines could see this page: start with --token, or --bind 127.0.0.1");
        }
        return LOOPBACK.contains(name(host))
                ? Optional.empty()
                : Optional.of("this page is served to localhost only, not to '" + host + "'");
    }

    /** Returns why the request may not change anything; empty if it comes from the page itself. */
    Optional<String> refusalOfAction(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        String site = Optional.ofNullable(headers.getFirst("Sec-Fetch-Site")).orElse("same-origin");
        String origin = headers.getFirst("Origin");
        boolean own = origin == null || authority(origin).equals(Optional.ofNullable(headers.getFirst("Host")));
        return own && site.equals("same-origin") && headers.containsKey(ACTION_HEADER)
                ? Optional.empty()
                : Optional.of("actions are taken from the page itself only");
    }

    /** Returns the cookie that saves the browser from repeating the token; empty if it came as a cookie, or none is needed. */
    Optional<String> cookie(HttpExchange exchange) {
        return queried(exchange)
                .filter(this::isToken)
                .map(given -> COOKIE + "=" + given + "; Path=/; HttpOnly; SameSite=Strict");
    }

    private boolean carriesToken(HttpExchange exchange) {
        List<String> cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        return queried(exchange).filter(this::isToken).isPresent()
                || cookies.stream()
                        .flatMap(line -> Arrays.stream(line.split(";\\s*")))
                        .filter(cookie -> cookie.startsWith(COOKIE + "="))
                        .anyMatch(cookie -> isToken(cookie.substring(COOKIE.length() + 1)));
    }

    private static Optional<String> queried(HttpExchange exchange) {
        return Queries.value(exchange.getRequestURI().getRawQuery(), "token");
    }

    /** Compares in constant time, so that the time does not show how much of the token is right. */
    private boolean isToken(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), token.orElse("").getBytes(StandardCharsets.UTF_8));
    }

    private static String name(String host) {
        return host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(new URI(origin).getRawAuthority());
        } catch (URISyntaxException e) {
            return Optional.empty(); // no origin of a page
        }
    }
}
