package io.lynceus.foxglove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.settings.Json;
import io.lynceus.wire.Stamp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's side of the protocol, and what clients that misbehave cost. */
class FoxgloveServerTest {
    private static final FoxgloveChannel NOTES = new FoxgloveChannel("notes", "json", "Note", "{}", "jsonschema");
    private static final FoxgloveChannel SCANS = new FoxgloveChannel("scans", "x-bytes", "", "", "");
    private static final DropOldest.Limits SMALL = new DropOldest.Limits(10, 1 << 20);

    @ParameterizedTest
    @ValueSource(strings = {"foxglove.websocket.v1", "foxglove.sdk.v1"})
    void aClientGetsWhatItSubscribesToWithTheTimeOfCapture(String subprotocol) throws Exception {
        try (FoxgloveServer server = start();
                Client client = new Client(server, subprotocol, false)) {
            assertThat(client.text().path("op").asText()).isEqualTo("serverInfo");
            long notes = server.advertise(NOTES);
            long scans = server.advertise(SCANS);
            JsonNode offered = client.text().path("channels").get(0);
            assertThat(FoxgloveChannel.of(offered)).isEqualTo(NOTES);
            assertThat(offered.path("id").asLong()).isEqualTo(notes);
            assertThat(client.text().path("channels").get(0).path("id").asLong())
                    .isEqualTo(scans);
            client.say("{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":7,\"channelId\":" + notes + "}]}");
            await(() -> server.isWanted(notes));
            server.send(scans, new Stamp(1), new byte[] {1});
            server.send(notes, new Stamp(1_700_000_000_123_456_789L), new byte[] {4, 5});
            BinaryMessages.ServerMessage message = client.message();
            assertThat(message.subscription()).isEqualTo(7);
            assertThat(message.stamp()).isEqualTo(new Stamp(1_700_000_000_123_456_789L));
            assertThat(message.payload()).containsExactly(4, 5);
            client.say("{\"op\":\"unsubscribe\",\"subscriptionIds\":[7]}");
            await(() -> !server.isWanted(notes));
            server.unadvertise(notes);
            assertThat(client.text().path("channelIds").get(0).asLong()).isEqualTo(notes);
        }
    }

    @Test
    void whoSubscribesLaterGetsTheLastStateOfEachKey() throws Exception {
        try (FoxgloveServer server = start()) {
            long states = server.advertise(NOTES);
            server.latch(states, "rgb", new Stamp(1), new byte[] {1});
            server.latch(states, "lidar", new Stamp(2), new byte[] {2});
            server.latch(states, "rgb", new Stamp(3), new byte[] {3});
            try (Client client = new Client(server, "foxglove.sdk.v1", false)) {
                client.say("{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":0,\"channelId\":" + states + "}]}");
                assertThat(client.message().payload()).containsExactly(2);
                assertThat(client.message().payload()).containsExactly(3);
            }
        }
    }

    @Test
    void aClientThatNeverReadsLosesTheOldestAndDelaysNobody() throws Exception {
        try (FoxgloveServer server = start();
                Client deaf = new Client(server, "foxglove.sdk.v1", true);
                Client good = new Client(server, "foxglove.sdk.v1", false)) {
            long scans = server.advertise(SCANS);
            String wish = "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":0,\"channelId\":" + scans + "}]}";
            deaf.say(wish);
            good.say(wish);
            await(() -> server.counts().visitors() == 2 && server.isWanted(scans));
            awaitSubscribers(server, scans);
            long before = server.counts().offered();
            int sent = 400;
            for (int i = 0; i < sent; i++) {
                server.send(scans, new Stamp(i), new byte[200_000]);
                assertThat(good.message().stamp().nanos()).isEqualTo(i);
            }
            FoxgloveServer.Counts counts = server.counts();
            assertThat(counts.offered() - before).isEqualTo(2L * sent);
            assertThat(counts.dropped()).as("of the deaf one").isGreaterThan(300);
            assertThat(counts.held()).isLessThanOrEqualTo(SMALL.entries());
            assertThat(counts.sent() + counts.dropped() + counts.held()).isEqualTo(counts.offered());
            deaf.abort();
            await(() -> server.counts().visitors() == 1);
            FoxgloveServer.Counts after = server.counts();
            assertThat(after.held()).isZero();
            assertThat(after.sent() + after.dropped())
                    .as("also when it is gone")
                    .isEqualTo(after.offered());
        }
    }

    /** Subscriptions are taken one after the other; both are there when a probe has reached two queues. */
    private static void awaitSubscribers(FoxgloveServer server, long channel) throws InterruptedException {
        await(() -> {
            long before = server.counts().offered();
            server.latch(channel, "probe", new Stamp(-1), new byte[0]);
            return server.counts().offered() - before == 2;
        });
        Thread.sleep(50);
    }

    @Test
    void aClientThatFloodsTheServerWithNonsenseIsSentAwayAndOthersAreServed() throws Exception {
        try (FoxgloveServer server = start();
                Client wild = new Client(server, "foxglove.sdk.v1", false);
                Client good = new Client(server, "foxglove.sdk.v1", false)) {
            long notes = server.advertise(NOTES);
            good.say("{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":1,\"channelId\":" + notes + "}]}");
            await(() -> server.isWanted(notes));
            for (int i = 0; i < 300 && !wild.isClosed(); i++) {
                wild.trySay(i % 2 == 0 ? "{\"op\":\"dance\"}" : "no json");
                // A close with unread data is a reset, which takes the server's last words away.
                wild.texts.poll(100, TimeUnit.MILLISECONDS);
            }
            assertThat(wild.closing.poll(10, TimeUnit.SECONDS)).contains("too many operations");
            await(() -> server.counts().visitors() == 1);
            server.send(notes, new Stamp(5), new byte[] {5});
            assertThat(good.message().payload()).containsExactly(5);
        }
    }

    @Test
    void wrongOperationsAreAnsweredWithWhatIsWrong() throws Exception {
        try (FoxgloveServer server = start();
                Client client = new Client(server, "foxglove.sdk.v1", false)) {
            long notes = server.advertise(NOTES);
            assertThat(client.text().path("op").asText()).isEqualTo("serverInfo");
            assertThat(client.text().path("op").asText()).isEqualTo("advertise");
            client.say("{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":0,\"channelId\":99}]}");
            assertThat(client.text().path("message").asText()).contains("channel 99 does not exist");
            String twice = "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":0,\"channelId\":" + notes
                    + "},{\"id\":1,\"channelId\":" + notes + "}]}";
            client.say(twice);
            assertThat(client.text().path("message").asText()).contains("has subscription 0 already");
            client.say("{\"op\":\"unsubscribe\",\"subscriptionIds\":[5]}");
            assertThat(client.text().path("message").asText()).contains("subscription 5 does not exist");
        }
    }

    @Test
    void aClientThatTheDoorRefusesIsToldWhyAndSeesNothing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FoxgloveServer.Options options = FoxgloveServer.Options.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "test", handshake -> {
                    asked.incrementAndGet();
                    return Optional.of("no token in '" + handshake.resource() + "'");
                });
        try (FoxgloveServer server = FoxgloveServer.start(options);
                Client client = new Client(server, "foxglove.sdk.v1", false)) {
            server.advertise(NOTES);
            assertThat(client.closing.poll(10, TimeUnit.SECONDS)).contains("no token in '/?token=x'");
            assertThat(client.texts).isEmpty();
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aClientThatSpeaksNeitherSubprotocolIsRefused() {
        try (FoxgloveServer server = start()) {
            assertThatThrownBy(() -> new Client(server, "chat", false)).isInstanceOf(CompletionException.class);
        }
    }

    @Test
    void aTakenPortIsNamedWithTheRemedy() {
        try (FoxgloveServer server = start()) {
            InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            assertThatThrownBy(() -> FoxgloveServer.start(
                            FoxgloveServer.Options.of(taken, "test", handshake -> Optional.empty())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(":" + server.port())
                    .hasMessageContaining("give another port");
        }
    }

    @Test
    void pagesOfOthersAreNotViewers() {
        assertThat(List.of(
                        new Handshake("/", "localhost", ""),
                        new Handshake("/", "localhost", "file://"),
                        new Handshake("/", "localhost", "http://localhost:8080"),
                        new Handshake("/", "localhost", "https://app.foxglove.dev")))
                .allMatch(Handshake::isOfAViewer);
        assertThat(List.of(
                        new Handshake("/", "localhost", "null"),
                        new Handshake("/", "localhost", "https://evil.example"),
                        new Handshake("/", "localhost", "http://app.foxglove.dev"),
                        new Handshake("/", "localhost", "https://localhost.evil.example"),
                        new Handshake("/", "localhost", "::")))
                .noneMatch(Handshake::isOfAViewer);
    }

    private static FoxgloveServer start() {
        return FoxgloveServer.start(new FoxgloveServer.Options(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "test",
                handshake -> Optional.empty(),
                SMALL));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(2);
        }
    }

    /** A plain client; a deaf one never asks for what was sent to it. */
    private static final class Client implements WebSocket.Listener, AutoCloseable {
        private final WebSocket socket;
        private final boolean deaf;
        private final StringBuilder part = new StringBuilder();
        private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final BlockingQueue<BinaryMessages.ServerMessage> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> closing = new LinkedBlockingQueue<>();

        Client(FoxgloveServer server, String subprotocol, boolean deaf) {
            this.deaf = deaf;
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols(subprotocol)
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/?token=x"), this)
                    .join();
            assertThat(socket.getSubprotocol()).isEqualTo(subprotocol);
        }

        JsonNode text() throws Exception {
            return Json.parse(texts.poll(20, TimeUnit.SECONDS));
        }

        BinaryMessages.ServerMessage message() throws InterruptedException {
            BinaryMessages.ServerMessage message = messages.poll(20, TimeUnit.SECONDS);
            // Probes have stamps before the epoch.
            return message.stamp().nanos() < 0 ? message() : message;
        }

        void say(String text) {
            socket.sendText(text, true).join();
        }

        void trySay(String text) {
            socket.sendText(text, true).handle((sent, e) -> null).join();
        }

        boolean isClosed() {
            return socket.isOutputClosed() || !closing.isEmpty();
        }

        void abort() {
            socket.abort();
        }

        @Override
        public void onOpen(WebSocket opened) {
            if (!deaf) {
                opened.request(Long.MAX_VALUE);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                part.setLength(0);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] piece = new byte[data.remaining()];
            data.get(piece);
            bytes.writeBytes(piece);
            if (last) {
                messages.add(BinaryMessages.fromServer(ByteBuffer.wrap(bytes.toByteArray()))
                        .orElseThrow());
                bytes.reset();
            }
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closing.add(reason);
            return null;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
