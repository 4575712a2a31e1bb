package io.lynceus.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lynceus.stream.Node;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of a node: {@code /livez}, {@code /startupz}, {@code /readyz} (JSON; 200, or 503 with reasons) and
 * {@code /metrics} (Prometheus). It answers from before the node starts until after it has stopped.
 *
 * <p>Thread safety: any thread.
 */
public final class Monitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANSWERING = 2;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private record Answer(int status, String type, String body) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server;
    private final ExecutorService threads;
    private volatile @Nullable Node node;
    private volatile @Nullable NodeMetrics metrics;

    private Monitor(HttpServer server) {
        this.server = server;
        this.threads = Executors.newFixedThreadPool(ANSWERING, task -> {
            Thread thread = new Thread(task, "monitor");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Serves at once; not ready until a node is {@link #attach attached}.
     *
     * @param bind address to listen on, such as 127.0.0.1
     * @param port 0 for a free one
     * @throws IllegalStateException if the port is taken or the address is not of this machine
     */
    public static Monitor start(String bind, int port) {
        try {
            Monitor monitor = new Monitor(HttpServer.create(new InetSocketAddress(bind, port), 0));
            monitor.serve();
            LOG.info("Monitor on http://{}:{}/", bind, monitor.port());
            return monitor;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the monitor cannot listen on " + bind + ":" + port + ": " + e.getMessage()
                            + "; give another --port (0 for a free one) or --bind",
                    e);
        }
    }

    /** The node has started: from now on its state counts, and its metrics show. */
    public void attach(Node started) {
        metrics = new NodeMetrics(started, registry);
        node = started;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        NodeMetrics bound = metrics;
        if (bound != null) {
            bound.close();
        }
        registry.close();
    }

    private void serve() {
        route("/livez", () -> json(OK, Map.of("live", true)));
        route("/startupz", () -> json(node == null ? UNAVAILABLE : OK, Map.of("started", node != null)));
        route("/readyz", () -> {
            Node started = node;
            Readiness readiness = started == null ? Readiness.STARTING : Readiness.of(started);
            return json(readiness.isReady() ? OK : UNAVAILABLE, readiness.toJson());
        });
        route("/metrics", () -> new Answer(OK, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
        server.setExecutor(threads);
        server.start();
    }

    /** A context also gets the paths below it; these are not found. */
    private void route(String path, Supplier<Answer> answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    send(exchange, json(NOT_FOUND, Map.of("error", "no such page")));
                } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                    send(exchange, json(NOT_ALLOWED, Map.of("error", "only GET and HEAD are answered")));
                } else {
                    send(exchange, answer.get());
                }
            }
        });
    }

    private static Answer json(int status, Map<String, Object> body) {
        return new Answer(status, "application/json", JSON.valueToTree(body).toString());
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status, -1);
        } else {
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
