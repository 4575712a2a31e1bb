package io.lynceus.foxglove.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.foxglove.BinaryMessages;
import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.foxglove.Operations;
import io.lynceus.settings.Json;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a robot's server, from its opening to its end: subscribes to what is wished and passes messages on.
 *
 * <p>Threads: the socket's listener, which only queues; the others may be called from any thread.
 */
final class RobotConnection implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RobotConnection.class);
    private static final int LONGEST_TEXT = 16 << 20;

    /** No robot has more; beyond it, new ones are not looked at. */
    private static final int MOST_CHANNELS = 10_000;

    /** Where messages and news go. */
    interface Sink {
        void message(TopicSender.Message message);

        void refused(String cause, String why);

        /** Tells which channels the server offers, after each change. */
        void offered(Map<Long, FoxgloveChannel> channels);

        /** Tells that the server has introduced itself. */
        void introduced(RobotConnection connection, JsonNode info);
    }

    private final ChannelChoice choice;
    private final int largest;
    private final Sink sink;
    private final Map<Long, FoxgloveChannel> offered = new TreeMap<>();
    private final Map<Long, Source> sources = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);
    private CompletableFuture<Boolean> pending = CompletableFuture.completedFuture(true);
    private volatile @Nullable WebSocket socket;
    private volatile long heard = System.nanoTime();
    private volatile String end = "";
    private long length;
    private long next;

    RobotConnection(ChannelChoice choice, int largest, Sink sink) {
        this.choice = choice;
        this.largest = largest;
        this.sink = sink;
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        LOG.info("Connected, subprotocol {}", opened.getSubprotocol());
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        heard = System.nanoTime();
        if (text.length() + part.length() <= LONGEST_TEXT) {
            text.append(part);
        }
        if (last) {
            try {
                operate(Json.parse(text.toString()));
            } catch (JsonProcessingException e) {
                LOG.warn("The server sent a text that is not JSON: {}", e.getOriginalMessage());
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        heard = System.nanoTime();
        length += part.remaining();
        if (length <= largest) {
            byte[] piece = new byte[part.remaining()];
            part.get(piece);
            bytes.writeBytes(piece);
        }
        if (last) {
            if (length > largest) {
                sink.refused(
                        "large",
                        "a message of " + length + " bytes: at most " + largest
                                + " are allowed; raise --max-frame-bytes, also in the rig file");
            } else {
                message(ByteBuffer.wrap(bytes.toByteArray()));
            }
            bytes.reset();
            length = 0;
        }
        from.request(1);
        return null;
    }

    private void message(ByteBuffer whole) {
        BinaryMessages.fromServer(whole).ifPresent(message -> {
            Source source = sources.get(message.subscription());
            if (source != null) {
                sink.message(new TopicSender.Message(source, message.stamp(), message.payload()));
            }
        });
    }

    private void operate(JsonNode operation) {
        switch (operation.path("op").asText()) {
            case "serverInfo" -> sink.introduced(this, operation);
            case "advertise" -> advertised(operation.path("channels"));
            case "unadvertise" -> {
                operation.path("channelIds").forEach(id -> forget(id.asLong()));
                sink.offered(offered);
            }
            case "status" ->
                LOG.info("The server says: {}", operation.path("message").asText());
            default -> LOG.debug("not used: {}", operation.path("op"));
        }
    }

    private void advertised(JsonNode channels) {
        Map<Long, Long> wishes = new LinkedHashMap<>();
        for (JsonNode entry : channels) {
            FoxgloveChannel channel = FoxgloveChannel.of(entry);
            long id = entry.path("id").asLong();
            if (offered.size() >= MOST_CHANNELS) {
                break;
            }
            offered.put(id, channel);
            chosen(channel).ifPresent(source -> {
                LOG.info("{} ({}) goes to topic {}", channel.topic(), channel.schemaName(), source.topic());
                wishes.put(next, id);
                sources.put(next++, source);
            });
        }
        sink.offered(offered);
        if (!wishes.isEmpty()) {
            say(Operations.subscribe(wishes));
        }
    }

    private Optional<Source> chosen(FoxgloveChannel channel) {
        try {
            Optional<Source> wished = choice.of(channel);
            if (wished.isPresent() && !Source.isReadable(channel)) {
                LOG.warn(
                        "{} is not carried: its encoding is '{}', known are cdr and protobuf",
                        channel.topic(),
                        channel.encoding());
                return Optional.empty();
            }
            return wished;
        } catch (IllegalArgumentException e) {
            LOG.warn("{} is not carried: {}", channel.topic(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The server ends subscriptions together with their channel. */
    private void forget(long id) {
        FoxgloveChannel gone = offered.remove(id);
        if (gone != null) {
            sources.values().removeIf(source -> source.channel().equals(gone));
        }
    }

    /** Sends after what was sent before, since a socket takes one message at a time; the result says whether it left. */
    private synchronized CompletableFuture<Boolean> send(Function<WebSocket, CompletableFuture<WebSocket>> sending) {
        WebSocket open = socket;
        if (open == null || ended.getCount() == 0) {
            return CompletableFuture.completedFuture(false);
        }
        pending = pending.thenCompose(before -> sending.apply(open)).handle((sent, e) -> e == null);
        return pending;
    }

    /** Sends a text of the protocol. A failure shows as the connection's end. */
    void say(String words) {
        CompletableFuture<Boolean> unused = send(open -> open.sendText(words, true));
    }

    /** Sends a binary message and waits until it is on its way; false if the connection has ended. */
    boolean publish(byte[] message) {
        return send(open -> open.sendBinary(ByteBuffer.wrap(message), true)).join();
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        heard = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end = "the server closed it, code " + code + (reason.isEmpty() ? "" : ": " + reason);
        ended.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable e) {
        end = String.valueOf(e.getMessage());
        ended.countDown();
    }

    /** Waits for the end; false if it has not come in that time. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Asks for a sign of life. */
    void ping() {
        WebSocket open = socket;
        if (open != null) {
            open.sendPing(ByteBuffer.allocate(0)).exceptionally(e -> open);
        }
    }

    /** Returns how long nothing has come. */
    long silentNanos() {
        return System.nanoTime() - heard;
    }

    String end() {
        return end;
    }

    /** Ends the connection. */
    void close(String why) {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        end = why;
        ended.countDown();
    }
}
