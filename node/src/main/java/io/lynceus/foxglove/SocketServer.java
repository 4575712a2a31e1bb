package io.lynceus.foxglove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.settings.Json;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's sockets: lets clients in or sends them away, and reads their operations. Threads: the library's. */
final class SocketServer extends WebSocketServer {
    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
    private static final int MOST_VISITORS = 32;
    /** Operations are short. */
    private static final int LARGEST_OPERATION = 256 << 10;

    private static final int READERS = 1;
    private static final int LOST_AFTER_SECONDS = 30;
    private static final int START_SECONDS = 10;
    private static final int STOP_MILLIS = 1_000;

    private final FoxgloveServer.Options options;
    private final FoxgloveServer server;
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();

    SocketServer(FoxgloveServer.Options options, FoxgloveServer server) {
        super(
                options.address(),
                READERS,
                List.of(new Draft_6455(
                        List.of(),
                        List.<IProtocol>copyOf(Operations.SUBPROTOCOLS.stream()
                                .map(Protocol::new)
                                .toList()),
                        LARGEST_OPERATION)));
        this.options = options;
        this.server = server;
        setReuseAddr(true);
        setTcpNoDelay(true);
        setDaemon(true);
        setConnectionLostTimeout(LOST_AFTER_SECONDS);
    }

    void open() {
        start();
        try {
            started.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the Foxglove server cannot listen on " + options.address().getHostString() + ":"
                            + options.address().getPort() + ": "
                            + Optional.ofNullable(e.getCause()).orElse(e).getMessage()
                            + "; give another port (0 for a free one) or --bind",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the Foxglove server started", e);
        }
    }

    void shut() {
        try {
            stop(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onStart() {
        started.complete(true);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake shake) {
        Handshake said = new Handshake(
                shake.getResourceDescriptor(), shake.getFieldValue("Host"), shake.getFieldValue("Origin"));
        Optional<String> refusal = server.visitors() < MOST_VISITORS
                ? options.door().apply(said)
                : Optional.of("all " + MOST_VISITORS + " places are taken; close another viewer");
        if (refusal.isPresent()) {
            socket.close(CloseFrame.POLICY_VALIDATION, refusal.orElseThrow());
        } else {
            Visitor visitor = new Visitor(socket, options.queue());
            socket.setAttachment(visitor);
            server.entered(visitor);
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        Visitor visitor = socket.getAttachment();
        if (visitor != null) {
            server.left(visitor);
        }
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        Visitor visitor = socket.getAttachment();
        if (visitor == null) {
            return; // it was refused
        }
        try {
            operate(visitor, Json.parse(text));
        } catch (JsonProcessingException e) {
            visitor.complain("the text is not JSON: " + e.getOriginalMessage());
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        Visitor visitor = socket.getAttachment();
        if (visitor != null) {
            visitor.complain("this server takes no messages from viewers");
        }
    }

    private void operate(Visitor visitor, JsonNode operation) {
        String op = operation.path("op").asText();
        switch (op) {
            case "subscribe" ->
                operation.path("subscriptions").forEach(wish -> server.subscribe(
                                visitor,
                                wish.path("id").asLong(-1),
                                wish.path("channelId").asLong(-1))
                        .ifPresent(visitor::complain));
            case "unsubscribe" ->
                operation.path("subscriptionIds").forEach(id -> {
                    if (!visitor.end(id.asLong(-1))) {
                        visitor.complain("subscription " + id + " does not exist");
                    }
                });
            default -> visitor.complain("operation '" + op + "' is not known; known are subscribe and unsubscribe");
        }
    }

    @Override
    public void onError(@Nullable WebSocket socket, Exception e) {
        if (socket == null) {
            started.completeExceptionally(e);
            LOG.debug("The Foxglove server failed", e);
        } else {
            LOG.debug("A viewer's connection failed", e);
        }
    }
}
