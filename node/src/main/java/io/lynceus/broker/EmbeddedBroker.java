package io.lynceus.broker;

import io.lynceus.process.DaemonThreads;
import io.lynceus.process.Ending;
import io.lynceus.process.FileFaults;
import io.lynceus.process.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker with its own controller, listening on loopback.
 *
 * <p>Start-up takes 1.5 to 3 s and about 34 MB of heap. Data in a given folder outlives the process; without one it is in a
 * temporary folder, which {@link #close} or the end of the process deletes.
 *
 * <p>Thread safety: not thread-safe; its {@link #bootstrap} address may be used from anywhere.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Largest record: a raw 1024 x 1024 RGB image, or a scan of a million points, with room to spare. */
    public static final int MAX_MESSAGE_BYTES = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int NODE_ID = 1;
    private static final String HOST = "127.0.0.1";

    private final KafkaRaftServer server;
    private final String bootstrap;
    private final Optional<TemporaryFolder> temporary;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrap, Optional<TemporaryFolder> temporary) {
        this.server = server;
        this.bootstrap = bootstrap;
        this.temporary = temporary;
    }

    /** Starts a broker on a free port with a temporary data folder. */
    public static EmbeddedBroker start() {
        return start(0, Optional.empty());
    }

    /**
     * Starts a broker and waits until it serves.
     *
     * @param port TCP port on loopback; 0 picks a free one
     * @param dataFolder kept over restarts; empty for a temporary folder
     * @throws IllegalStateException if the broker does not start, for example because the port is taken
     */
    public static EmbeddedBroker start(int port, Optional<Path> dataFolder) {
        return start(port, dataFolder, Map.of());
    }

    /** @param more settings of the broker, in place of the usual ones */
    static EmbeddedBroker start(int port, Optional<Path> dataFolder, Map<String, String> more) {
        Path data = dataFolder.orElseGet(TemporaryFolder::parent);
        Optional<TemporaryFolder> temporary =
                dataFolder.isPresent() ? Optional.empty() : Optional.of(TemporaryFolder.create("broker"));
        try {
            Path folder = dataFolder.isPresent()
                    ? Files.createDirectories(dataFolder.get())
                    : temporary.orElseThrow().path();
            Ports ports = Ports.free(port);
            Map<String, String> settings = settings(folder, ports.broker, ports.controller);
            settings.putAll(more);
            endInOneSentence(data);
            KafkaRaftServer server = startUndisturbed(folder, settings);
            LOG.info("Broker serves on {}:{}, data in {}", HOST, ports.broker, folder);
            return new EmbeddedBroker(server, HOST + ":" + ports.broker, temporary);
        } catch (Exception e) {
            temporary.ifPresent(TemporaryFolder::close);
            String reason = FileFaults.tooManyOpen(e)
                    .or(() -> FolderFaults.of(data))
                    .orElse(e.getMessage() + "; choose another port, or name a broker with --bootstrap");
            throw new IllegalStateException("the embedded broker did not start on port " + port + ": " + reason, e);
        }
    }

    /** Kafka halts the process when it can no longer write; this says why, and deletes what is temporary. */
    private static void endInOneSentence(Path data) {
        Exit.Procedure procedure = (code, message) -> Ending.fail("the embedded broker has stopped: "
                + FolderFaults.of(data)
                        .orElse((message == null ? "code " + code : message)
                                + "; --verbose shows what it says, and another start may help"));
        Exit.setHaltProcedure(procedure);
        Exit.setExitProcedure(procedure);
    }

    /** Kafka ends the process if its start is interrupted, as a signal does; so it starts on a thread that nobody interrupts. */
    private static KafkaRaftServer startUndisturbed(Path folder, Map<String, String> settings) throws Exception {
        CompletableFuture<KafkaRaftServer> started = new CompletableFuture<>();
        DaemonThreads.of("broker-start", () -> {
                    try {
                        format(folder);
                        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
                        server.startup();
                        started.complete(server);
                    } catch (Exception e) {
                        started.completeExceptionally(e);
                    }
                })
                .start();
        try {
            return started.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Returns {@code host:port} for {@code bootstrap.servers}. */
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        temporary.ifPresent(TemporaryFolder::close);
    }

    private static void format(Path folder) throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .run();
    }

    private static Map<String, String> settings(Path folder, int brokerPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put(
                "listeners", "CLIENT://" + HOST + ":" + brokerPort + ",CONTROLLER://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", "CLIENT://" + HOST + ":" + brokerPort);
        settings.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", folder.toString());
        for (String single : List.of(
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor",
                "transaction.state.log.min.isr",
                "share.coordinator.state.topic.replication.factor",
                "share.coordinator.state.topic.min.isr",
                "default.replication.factor",
                "min.insync.replicas",
                "offsets.topic.num.partitions",
                "transaction.state.log.num.partitions")) {
            settings.put(single, "1");
        }
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // After an unclean stop, the wait for the end of the dead broker's session takes most of the start. On a busy
        // machine, a shorter session lets the controller fence its only broker, and clients find none.
        settings.put("broker.session.timeout.ms", "6000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("auto.create.topics.enable", "false");
        return settings;
    }

    /** Two free ports. */
    record Ports(int broker, int controller) {
        /**
         * Finds two free ports. Both are held at the same time, because they could be the same otherwise.
         *
         * @param wanted by the broker; 0 for any
         */
        static Ports free(int wanted) throws IOException {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            try (ServerSocket broker = new ServerSocket(wanted, 1, loopback);
                    ServerSocket controller = new ServerSocket(0, 1, loopback)) {
                return new Ports(broker.getLocalPort(), controller.getLocalPort());
            }
        }
    }
}
