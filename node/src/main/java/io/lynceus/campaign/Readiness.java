package io.lynceus.campaign;

import io.lynceus.process.DaemonThreads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a node again and again whether it is ready, as a supervisor does. No answer in time counts as not ready.
 *
 * <p>Threads: one asks; the moments may be read from any.
 */
final class Readiness implements AutoCloseable {
    private static final Duration APART = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofMillis(1000);
    private static final int OK = 200;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("readiness"));
    private final List<Long> ready = new ArrayList<>();

    Readiness(LynceusProcess node) {
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                () -> {
                    if (isReady(ask(node))) {
                        note();
                    }
                },
                0,
                APART.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private synchronized void note() {
        ready.add(System.currentTimeMillis());
    }

    /** Returns the milliseconds since 1970 at which the node said that it was ready. */
    synchronized List<Long> moments() {
        return List.copyOf(ready);
    }

    private static boolean isReady(String answer) {
        return answer.startsWith(OK + " ");
    }

    /** Returns a node's answer, its status first, or why there is none. */
    static String ask(LynceusProcess node) {
        OptionalInt port = node.port();
        if (port.isEmpty()) {
            return "it has not said that it is ready";
        }
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + "/readyz"))
                            .timeout(ANSWER)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return "no answer: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
