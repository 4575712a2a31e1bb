package io.lynceus.monitor;

import com.sun.net.httpserver.HttpExchange;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** An answer of the server, sent at once. */
record Reply(int status, String type, byte[] body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int TOO_LARGE = 413;
    static final int UNAVAILABLE = 503;
    static final List<String> READING = List.of("GET", "HEAD");

    static final Reply NOT_FOUND = error(404, "no such page");
    static final Reply ONLY_READING = error(405, "only GET and HEAD are answered");
    static final Reply ONLY_POST = error(405, "only POST is answered");

    static Reply json(int status, Object body) {
        return new Reply(status, "application/json", Json.text(body).getBytes(StandardCharsets.UTF_8));
    }

    static Reply error(int status, String what) {
        return json(status, Map.of("error", what));
    }

    static Reply text(String type, String body) {
        return new Reply(OK, type, body.getBytes(StandardCharsets.UTF_8));
    }

    void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
