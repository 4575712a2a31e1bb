package io.lynceus.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.foxglove.feed.TopicFeed;
import io.lynceus.process.DaemonThreads;
import io.lynceus.raster.RasterSize;
import io.lynceus.segment.ModelCard;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.FrameViewer;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of a node: the live page, {@code /livez}, {@code /startupz}, {@code /readyz} (JSON; 200, or 503 with reasons)
 * and {@code /metrics} (Prometheus). It answers from before the node starts until after it has stopped.
 *
 * <p>Thread safety: any thread.
 */
public final class Monitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server;
    private final AccessRule door;
    private final ExecutorService threads;
    private volatile @Nullable Node node;
    private volatile @Nullable NodeMetrics metrics;
    private volatile @Nullable Page page;
    private volatile @Nullable FoxgloveServer foxglove;
    private volatile @Nullable TopicFeed viewers;

    private Monitor(HttpServer server, AccessRule door) {
        this.server = server;
        this.door = door;
        // An open page holds its thread; the audience bounds how many there are.
        this.threads = Executors.newCachedThreadPool(DaemonThreads.named("monitor"));
    }

    /** Starts like {@link #start(String, int, Optional)} without a token: other machines get probes and metrics alone. */
    public static Monitor start(String bind, int port) {
        return start(bind, port, Optional.empty());
    }

    /**
     * Starts to serve at once. It answers that it is not ready until a node is {@link #attach attached}.
     *
     * @param bind address to listen on, such as 127.0.0.1
     * @param port 0 for a free one
     * @param token that the page asks for; without one it is not shown where others can reach the address
     * @throws IllegalStateException if the port is taken or the address is not of this machine
     * @throws IllegalArgumentException if the token is too short
     */
    public static Monitor start(String bind, int port, Optional<String> token) {
        try {
            InetSocketAddress address = new InetSocketAddress(bind, port);
            if (address.isUnresolved()) {
                throw new IOException("the address is unknown");
            }
            AccessRule door = AccessRule.at(address.getAddress(), token);
            Monitor monitor = new Monitor(HttpServer.create(address, 0), door);
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

    /**
     * Also listens for Foxglove and Lichtblick on a port of its own, since the JDK's HTTP server cannot change to WebSockets. The
     * access rule is that of the page. Channels come with {@link #show}.
     *
     * @param port 0 for a free one
     * @throws IllegalStateException if the port is taken
     */
    public void listenForFoxglove(int port) {
        InetSocketAddress address = new InetSocketAddress(server.getAddress().getAddress(), port);
        FoxgloveServer opened = FoxgloveServer.start(FoxgloveServer.Options.of(address, "Lynceus", door::refusal));
        ViewerMetrics.bind(opened, registry);
        foxglove = opened;
    }

    /** Returns the port for Foxglove; empty if it was not asked for. */
    public OptionalInt foxglovePort() {
        FoxgloveServer opened = foxglove;
        return opened == null ? OptionalInt.empty() : OptionalInt.of(opened.port());
    }

    /** Takes the started node: from now on /readyz and /metrics show its state. */
    public void attach(Node started) {
        metrics = new NodeMetrics(started, registry);
        node = started;
    }

    /** Opens the live page on the topics of a rig file, whether the node that serves them is in this process or not. */
    public void show(RigConfig config, KafkaSettings kafka, ModelCard card) {
        Calibrations calibrations = new Calibrations();
        FrameViewer viewer = new FrameViewer(calibrations, new RasterSize(card.height(), card.width()));
        LiveFeed feed = new LiveFeed(config, kafka, viewer, calibrations, Clock.systemUTC());
        page = new Page(config, card, feed, new PlayerCommands(kafka, feed::isControlled));
        feed.start();
        FoxgloveServer opened = foxglove;
        if (opened != null) {
            viewers = TopicFeed.start(config, kafka, card, opened);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        Page shown = page;
        if (shown != null) {
            shown.close();
        }
        TopicFeed feeding = viewers;
        if (feeding != null) {
            feeding.close();
        }
        FoxgloveServer opened = foxglove;
        if (opened != null) {
            opened.close();
        }
        NodeMetrics bound = metrics;
        if (bound != null) {
            bound.close();
        }
        registry.close();
    }

    private void serve() {
        route("/livez", () -> Reply.json(Reply.OK, Map.of("live", true)));
        route(
                "/startupz",
                () -> Reply.json(node == null ? Reply.UNAVAILABLE : Reply.OK, Map.of("started", node != null)));
        route("/readyz", () -> {
            Node started = node;
            Readiness readiness = started == null ? Readiness.STARTING : Readiness.of(started);
            return Reply.json(readiness.isReady() ? Reply.OK : Reply.UNAVAILABLE, readiness.toJson());
        });
        route("/metrics", () -> Reply.text("text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
        server.createContext("/", exchange -> {
            try (exchange) {
                page(exchange);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    private void page(HttpExchange exchange) throws IOException {
        Page shown = page;
        Optional<String> refusal = door.refusal(exchange);
        if (refusal.isPresent()) {
            Reply.error(Reply.FORBIDDEN, refusal.orElseThrow()).send(exchange);
        } else if (shown == null && !Page.isOne(exchange.getRequestURI().getPath())) {
            Reply.NOT_FOUND.send(exchange);
        } else if (shown == null) {
            Reply.error(Reply.UNAVAILABLE, "the page opens when the node has started; see /startupz")
                    .send(exchange);
        } else {
            shown.answer(exchange, door);
        }
    }

    /** Answers one path. A context also gets the paths below it, which are answered with 404. Probes and Prometheus need no token. */
    private void route(String path, Supplier<Reply> answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    Reply.NOT_FOUND.send(exchange);
                } else if (!Reply.READING.contains(exchange.getRequestMethod())) {
                    Reply.ONLY_READING.send(exchange);
                } else {
                    answer.get().send(exchange);
                }
            }
        });
    }
}
