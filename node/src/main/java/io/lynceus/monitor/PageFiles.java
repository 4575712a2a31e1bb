package io.lynceus.monitor;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** The files of the page, the same for every rig and before a node runs, and the rules that a browser keeps on them. */
final class PageFiles {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** The only files that are served, whatever the path says. */
    private static final Set<String> FILES = Set.of(
            "charts.js",
            "compare.js",
            "dom.js",
            "headline.js",
            "index.html",
            "keys.js",
            "lanes.js",
            "legend.js",
            "mask.js",
            "monitor.css",
            "monitor.js",
            "panels.css",
            "playback.js",
            "player.js",
            "raster.js",
            "score.js",
            "sensors.js",
            "uPlot.iife.min.js",
            "uPlot.min.css",
            "view.js");

    private PageFiles() {}

    /** Sets the headers of every answer that a page gets. */
    static void guard(HttpExchange exchange, AccessRule door) {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        door.cookie(exchange).ifPresent(cookie -> exchange.getResponseHeaders().set("Set-Cookie", cookie));
    }

    /** Returns the file under a path; empty if there is none. */
    static Optional<Reply> at(String path) throws IOException {
        String file = path.equals("/") ? "index.html" : path.substring(1);
        if (!FILES.contains(file)) {
            return Optional.empty();
        }
        try (InputStream resource = PageFiles.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("resource " + file + " is not in the jar; build it again");
            }
            return Optional.of(new Reply(Reply.OK, type(file), resource.readAllBytes()));
        }
    }

    private static String type(String file) {
        String text = file.endsWith(".html") ? "text/html" : file.endsWith(".css") ? "text/css" : "text/javascript";
        return text + "; charset=utf-8";
    }
}
