package io.lynceus.monitor;

import com.sun.net.httpserver.HttpExchange;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ModelCard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Serves the live page and its requests.
 *
 * <pre>
 * GET  /              the page; its style, script and chart beside it
 * GET  /api/start     what the start waits for; answered by {@link Monitor}, from the first second
 * GET  /api/rigs      rigs, sensors, classes with colours, the model
 * GET  /api/live      server-sent events: an {@link Update} for each set, ten a second at most; ?rig=
 * GET  /api/timeline  transitions of the last hour; ?rig=
 * GET  /api/accounts  sets by outcome, drops with their remedies, why a node is not ready
 * POST /api/control   {rig, sensor, fault, weather, story}, where a player takes commands
 * POST /api/compare   {rig, without}: second masks without a sensor, for a minute
 * </pre>
 */
final class Page implements AutoCloseable {
    private static final int LARGEST_REQUEST = 4096;
    private static final long KEEP_ALIVE_MILLIS = 10_000;
    private static final byte[] NOTHING_NEW = ": nothing new\n\n".getBytes(StandardCharsets.US_ASCII);
    private final RigConfig config;
    private final ModelCard card;
    private final LiveFeed feed;
    private final PlayerCommands desk;
    private final ComparisonRequests comparisons;
    private final Outbox outbox;

    Page(RigConfig config, ModelCard card, LiveFeed feed, Outbox outbox) {
        this.config = config;
        this.card = card;
        this.feed = feed;
        this.outbox = outbox;
        this.desk = new PlayerCommands(config, outbox, feed::player);
        this.comparisons = new ComparisonRequests(config, feed, outbox);
    }

    @Override
    public void close() {
        feed.close();
        outbox.close();
    }

    /** Answers a request that the access rule has let pass. */
    void answer(HttpExchange exchange, AccessRule door) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/api/control")) {
            action(exchange, door, desk::ask).send(exchange);
        } else if (path.equals("/api/compare")) {
            action(exchange, door, comparisons::ask).send(exchange);
        } else if (!Reply.READING.contains(exchange.getRequestMethod())) {
            Reply.ONLY_READING.send(exchange);
        } else if (path.equals("/api/live")) {
            live(exchange);
        } else {
            reply(exchange, path).send(exchange);
        }
    }

    private Reply reply(HttpExchange exchange, String path) throws IOException {
        return switch (path) {
            case "/" -> {
                feed.rigs().stream().findFirst().ifPresent(feed.audience()::expect); // the rig that it shows first
                yield file(path);
            }
            case "/api/rigs" -> Reply.json(Reply.OK, rigs());
            case "/api/timeline" ->
                rig(exchange)
                        .map(rig -> Reply.json(Reply.OK, rig.timeline().entries()))
                        .orElse(Reply.NOT_FOUND);
            case "/api/accounts" -> Reply.json(Reply.OK, feed.accounts());
            default -> file(path);
        };
    }

    private Map<String, Object> rigs() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("rigs", feed.rigs());
        answer.put(
                "sensors",
                config.sensors().stream()
                        .map(s -> Map.of(
                                "name",
                                s.name(),
                                "modality",
                                s.modality(),
                                "topic",
                                s.topic(),
                                "rateHz",
                                s.rate(),
                                "watched",
                                !s.isSegmented()))
                        .toList());
        answer.put("model", Map.of("name", card.name(), "levels", card.levels(), "topK", card.topK()));
        answer.put("classes", card.classes());
        answer.put("comparisons", comparisons.sensors());
        return answer;
    }

    private Optional<RigView> rig(HttpExchange exchange) {
        return Queries.value(exchange.getRequestURI(), "rig").flatMap(feed::rig);
    }

    private static Reply file(String path) throws IOException {
        return PageFiles.at(path).orElse(Reply.NOT_FOUND);
    }

    private static Reply action(HttpExchange exchange, AccessRule door, Consumer<String> action) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return Reply.ONLY_POST;
        }
        Optional<String> refusal = door.refusalOfAction(exchange);
        if (refusal.isPresent()) {
            return Reply.error(Reply.FORBIDDEN, refusal.orElseThrow());
        }
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
        if (body.length > LARGEST_REQUEST) {
            return Reply.error(Reply.TOO_LARGE, "the request is larger than " + LARGEST_REQUEST + " bytes");
        }
        try {
            action.accept(new String(body, StandardCharsets.UTF_8));
            return Reply.json(Reply.OK, Map.of("sent", true));
        } catch (IllegalArgumentException e) {
            return Reply.error(Reply.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return Reply.error(Reply.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /** Sends updates until writing to the page fails, because it was closed. */
    private void live(HttpExchange exchange) throws IOException {
        Optional<String> rig = Queries.value(exchange.getRequestURI(), "rig")
                .filter(id -> feed.rig(id).isPresent());
        if (rig.isEmpty()) {
            Reply.NOT_FOUND.send(exchange);
            return;
        }
        Optional<PageStream> joined = feed.audience().join(rig.orElseThrow());
        if (joined.isEmpty()) {
            Reply.error(Reply.UNAVAILABLE, "too many pages are open; close one").send(exchange);
            return;
        }
        PageStream seat = joined.orElseThrow();
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(Reply.OK, 0);
            stream(seat, exchange.getResponseBody());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server closes
        } finally {
            feed.audience().leave(seat);
        }
    }

    private void stream(PageStream seat, OutputStream out) throws IOException, InterruptedException {
        while (true) {
            byte[] message = seat.take(KEEP_ALIVE_MILLIS).map(Page::event).orElse(NOTHING_NEW);
            seat.write(
                    () -> {
                        out.write(message);
                        out.flush();
                    },
                    feed.audience().nanoTime());
        }
    }

    private static byte[] event(byte[] update) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(update.length + 16);
        event.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(update);
        event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        return event.toByteArray();
    }
}
