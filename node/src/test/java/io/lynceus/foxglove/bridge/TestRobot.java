package io.lynceus.foxglove.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.foxglove.BinaryMessages;
import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.foxglove.Operations;
import io.lynceus.settings.Json;
import io.lynceus.wire.Stamp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** A robot's bridge as a test plays it: channels, subscribers, and what clients publish. */
final class TestRobot extends WebSocketServer implements AutoCloseable {
    private final Map<Long, FoxgloveChannel> channels;
    private final Map<Long, Map<WebSocket, Long>> subscriptions = new ConcurrentHashMap<>();
    private final CountDownLatch started = new CountDownLatch(1);
    final BlockingQueue<JsonNode> advertised = new LinkedBlockingQueue<>();
    final BlockingQueue<BinaryMessages.ClientMessage> published = new LinkedBlockingQueue<>();

    private TestRobot(int port, String subprotocol, Map<Long, FoxgloveChannel> channels) {
        super(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                1,
                List.of(new Draft_6455(List.of(), List.of(new Protocol(subprotocol)), 64 << 20)));
        this.channels = channels;
        setReuseAddr(true);
        setTcpNoDelay(true);
        setDaemon(true);
    }

    static TestRobot start(int port, String subprotocol, Map<Long, FoxgloveChannel> channels) throws Exception {
        TestRobot robot = new TestRobot(port, subprotocol, channels);
        robot.start();
        if (!robot.started.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the test's robot did not start");
        }
        return robot;
    }

    static FoxgloveChannel cdr(String topic, String schema, String definition) {
        return new FoxgloveChannel(topic, "cdr", schema, definition, "ros2msg");
    }

    static FoxgloveChannel camera(String topic) {
        return cdr(topic, "sensor_msgs/msg/CompressedImage", "std_msgs/Header header\nstring format\nuint8[] data");
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + getPort());
    }

    /** The topics that somebody has subscribed to. */
    List<String> wanted() {
        return subscriptions.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> channels.get(entry.getKey()).topic())
                .sorted()
                .toList();
    }

    void send(long channel, Stamp stamp, byte[] payload) {
        subscriptions
                .getOrDefault(channel, Map.of())
                .forEach((socket, id) -> socket.send(BinaryMessages.ofServer(id, stamp, payload)));
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        ObjectNode info = Json.object().put("op", "serverInfo").put("name", "robot");
        info.putArray("capabilities").add("clientPublish");
        info.putArray("supportedEncodings").add("cdr");
        socket.send(Json.text(info));
        socket.send(Operations.advertise(channels));
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        try {
            JsonNode operation = Json.parse(text);
            operation.path("subscriptions").forEach(wish -> subscriptions
                    .computeIfAbsent(wish.path("channelId").asLong(), id -> new ConcurrentHashMap<>())
                    .put(socket, wish.path("id").asLong()));
            operation.path("channels").forEach(advertised::add);
        } catch (Exception e) {
            throw new IllegalStateException(text, e);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        published.add(BinaryMessages.fromClient(bytes).orElseThrow());
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        subscriptions.values().forEach(all -> all.remove(socket));
    }

    @Override
    public void onError(WebSocket socket, Exception e) {
        // Connections that a test cuts fail here.
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void close() throws InterruptedException {
        stop(500);
    }
}
