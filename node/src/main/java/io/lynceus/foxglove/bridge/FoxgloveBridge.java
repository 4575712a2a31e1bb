package io.lynceus.foxglove.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.foxglove.Operations;
import io.lynceus.process.DaemonThreads;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.kafka.KafkaSettings;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a robot's channels to topics until it is closed. It connects again whenever the connection has ended, waiting longer each
 * time; a connection on which nothing comes, not even an answer to a ping, counts as ended.
 *
 * <p>Thread safety: any thread.
 */
public final class FoxgloveBridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FoxgloveBridge.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long PING_MILLIS = 3_000;
    private static final long CLOSE_MILLIS = 500;
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final BridgeOptions options;
    private final TopicSender sender;
    private final BackOff backOff;
    private final Optional<ResultPublisher> results;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final AtomicLong connections = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = DaemonThreads.of("bridge", this::run);
    private volatile Map<Long, FoxgloveChannel> offered = Map.of();
    private volatile @Nullable RobotConnection connection;

    private FoxgloveBridge(
            BridgeOptions options, TopicSender sender, Optional<ResultPublisher> results, RandomGenerator random) {
        this.options = options;
        this.sender = sender;
        this.results = results;
        this.backOff = new BackOff(random);
    }

    /**
     * Starts to connect.
     *
     * @param topicCreator is asked before the first record of each topic
     * @param results are sent back to the robot; empty: none
     */
    public static FoxgloveBridge start(
            BridgeOptions options,
            KafkaSettings kafka,
            Consumer<String> topicCreator,
            Optional<ResultPublisher> results,
            RandomGenerator random,
            Clock clock) {
        FoxgloveBridge bridge =
                new FoxgloveBridge(options, new TopicSender(options, kafka, topicCreator, clock), results, random);
        bridge.thread.start();
        return bridge;
    }

    /** Returns what has become of all messages so far. */
    public BridgeCounts counts() {
        return sender.counts(
                connections.get(), results.map(ResultPublisher::counts).orElse(ResultPublisher.NONE));
    }

    /** Returns the channels that the server offers now. */
    public Map<Long, FoxgloveChannel> offered() {
        return offered;
    }

    /** Ends the connection, sends what is queued, and returns when Kafka has it or its time is over. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        RobotConnection open = connection;
        if (open != null) {
            open.close("the bridge ends");
        }
        thread.join(CLOSE_MILLIS); // it may be connecting, which takes up to ten seconds and brings nothing more
        if (results.isPresent()) {
            results.orElseThrow().close();
        }
        sender.close();
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                connect();
                offered = Map.of();
                boolean unused = closed.await(backOff.next().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect() throws InterruptedException {
        RobotConnection fresh =
                new RobotConnection(new ChannelChoice(options.topics()), options.largest(), new Passing());
        try {
            WebSocket unused = http.newWebSocketBuilder()
                    .connectTimeout(CONNECT)
                    .subprotocols(
                            Operations.SUBPROTOCOLS.get(0),
                            Operations.SUBPROTOCOLS.subList(1, 2).toArray(String[]::new))
                    .buildAsync(options.server(), fresh)
                    .join();
            connection = fresh;
            connections.incrementAndGet();
            if (closed.getCount() == 0) {
                return; // it ended while it connected
            }
            keep(fresh);
        } catch (CompletionException e) {
            warnings.warn(
                    "connect",
                    "No connection to " + options.server() + ": " + reason(e)
                            + "; is foxglove_bridge running there, and the port open? Trying again");
        } finally {
            results.ifPresent(publisher -> publisher.leave(fresh));
            fresh.close("ended");
            connection = null;
        }
    }

    private void keep(RobotConnection open) throws InterruptedException {
        while (closed.getCount() > 0 && !open.awaitEnd(PING_MILLIS)) {
            if (open.silentNanos() > SILENCE.toNanos()) {
                open.close("nothing came for " + SILENCE.toSeconds() + " s");
            } else {
                open.ping();
            }
        }
        if (closed.getCount() > 0) {
            warnings.warn(
                    "end", "The connection to " + options.server() + " ended: " + open.end() + "; connecting again");
        }
    }

    private static String reason(CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private final class Passing implements RobotConnection.Sink {
        @Override
        public void message(TopicSender.Message message) {
            backOff.reset();
            sender.offer(message);
        }

        @Override
        public void refused(String cause, String why) {
            sender.refuse(cause, why);
        }

        @Override
        public void offered(Map<Long, FoxgloveChannel> channels) {
            offered = Map.copyOf(channels);
        }

        @Override
        public void introduced(RobotConnection from, JsonNode info) {
            LOG.info("Server '{}'", info.path("name").asText());
            results.ifPresent(publisher -> publisher.meet(from, info));
        }
    }
}
