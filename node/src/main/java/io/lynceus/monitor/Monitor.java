package io.lynceus.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.foxglove.feed.TopicFeed;
import io.lynceus.process.DaemonThreads;
import io.lynceus.raster.RasterSize;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ModelCard;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.FrameViewer;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.wire.Stamp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
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

    static {
        // The JDK's server reads these when its classes are loaded. A request that does not come whole would hold a
        // thread for ever.
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("jdk.httpserver.maxConnections", "256");
    }

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server;
    private final AccessRule door;
    private final ExecutorService threads;
    private final StartUp startUp = new StartUp();
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

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
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
            LOG.info("Page on {}; it shows what the start waits for", monitor.address());
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
        show(config, kafka, card, stamp -> Optional.empty());
    }

    /**
     * Opens the live page on topics whose sets have labels, so that it shows what is wrong in a mask. Labels that come by topic are
     * used for sets of which this process knows none.
     *
     * @param labels of sets, by their stamps; asked while a page is open, by a thread of the page
     */
    public void show(
            RigConfig config, KafkaSettings kafka, ModelCard card, Function<Stamp, Optional<LabelRaster>> labels) {
        Calibrations calibrations = new Calibrations();
        FrameViewer viewer = new FrameViewer(calibrations, new RasterSize(card.height(), card.width()));
        List<String> classNames =
                card.classes().stream().map(ModelCard.OutputClass::name).toList();
        LiveFeed feed = new LiveFeed(
                config, kafka, viewer, calibrations, new LiveFeed.LabelSource(labels, classNames), Clock.systemUTC());
        page = new Page(config, card, feed, new Outbox(kafka));
        feed.start();
        FoxgloveServer opened = foxglove;
        if (opened != null) {
            viewers = TopicFeed.start(config, kafka, card, opened);
        }
    }

    /** Returns the steps of the start that the page lists; the command fills them. */
    public StartUp startUp() {
        return startUp;
    }

    /** Returns the address for a browser on this machine. */
    public String address() {
        InetAddress bound = server.getAddress().getAddress();
        String host = bound.isLoopbackAddress() || bound.isAnyLocalAddress() ? "localhost" : bound.getHostAddress();
        return "http://" + host + ":" + port() + "/" + (door.token().isPresent() ? "?token=TOKEN" : "");
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
        Optional<String> refusal = door.refusal(exchange);
        if (refusal.isPresent()) {
            Reply.error(Reply.FORBIDDEN, refusal.orElseThrow()).send(exchange);
            return;
        }
        PageFiles.guard(exchange, door);
        Page shown = page;
        if (exchange.getRequestURI().getPath().equals("/api/start")) {
            Reply.json(Reply.OK, Map.of("open", shown != null, "steps", steps()))
                    .send(exchange);
        } else if (shown == null && !Reply.READING.contains(exchange.getRequestMethod())) {
            Reply.ONLY_READING.send(exchange);
        } else if (shown == null) {
            beforeAll(exchange.getRequestURI().getPath()).send(exchange);
        } else {
            shown.answer(exchange, door);
        }
    }

    /** Answers while no rig can be shown yet. */
    private static Reply beforeAll(String path) throws IOException {
        Optional<Reply> file = PageFiles.at(path);
        return file.isEmpty() && path.startsWith("/api/")
                ? Reply.error(Reply.UNAVAILABLE, "the node has not started yet; see /api/start")
                : file.orElse(Reply.NOT_FOUND);
    }

    /** Returns the steps of the start, and which sensors have sent nothing to this process's node. */
    private List<StartUp.Step> steps() {
        List<StartUp.Step> steps = new ArrayList<>(startUp.steps());
        Node started = node;
        if (started != null) {
            List<String> absent = new ArrayList<>();
            for (String sensor : started.tally().sensors()) {
                if (started.tally().receivedCount(sensor) == 0) {
                    absent.add(sensor);
                }
            }
            steps.add(new StartUp.Step(
                    "frames",
                    absent.isEmpty() ? "every sensor sends" : "no frame yet from " + String.join(", ", absent),
                    absent.isEmpty()));
            steps.add(new StartUp.Step(
                    "mask", "the first mask is made", started.tally().maskCount() > 0));
        }
        return steps;
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
