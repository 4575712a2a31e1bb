package io.lynceus.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/**
 * Whether a broker answers. Kafka Streams itself goes on trying, and calls that running, as long as a broker is gone.
 *
 * <p>Thread safety: any thread; a daemon thread of its own asks.
 */
final class BrokerWatch implements AutoCloseable {
    /** Silence from which the broker counts as gone. */
    static final Duration GONE = Duration.ofSeconds(3);

    private static final int ANSWER_MILLIS = 1000;
    private static final int ASK_MILLIS = 500;

    /** Asks a broker; throws if it does not answer in time. */
    interface Question extends AutoCloseable {
        void ask() throws Exception;

        @Override
        void close();
    }

    private final Question question;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService thread;
    private volatile long seen;
    private volatile String lastTrouble = "";

    /**
     * Asks at the pace of {@code thread}, which it owns, as it does the question.
     *
     * @param nanoClock monotonic nanoseconds
     */
    BrokerWatch(Question question, LongSupplier nanoClock, ScheduledExecutorService thread) {
        this.question = question;
        this.nanoClock = nanoClock;
        this.thread = thread;
        this.seen = nanoClock.getAsLong();
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(this::look, 0, ASK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @param admin properties of an admin client */
    static BrokerWatch over(Map<String, Object> admin) {
        Map<String, Object> properties = new HashMap<>(admin);
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, ASK_MILLIS);
        Admin client = Admin.create(properties);
        Question question = new Question() {
            @Override
            public void ask() throws Exception {
                client.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MILLIS))
                        .nodes()
                        .get();
            }

            @Override
            public void close() {
                client.close(Duration.ZERO);
            }
        };
        return new BrokerWatch(question, System::nanoTime, Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "broker-watch");
            daemon.setDaemon(true);
            return daemon;
        }));
    }

    /** What is wrong, in words; empty while a broker answers. */
    Optional<String> trouble() {
        long silent = nanoClock.getAsLong() - seen;
        return silent <= GONE.toNanos()
                ? Optional.empty()
                : Optional.of("no broker has answered for " + silent / 1_000_000 + " ms, allowed are " + GONE.toMillis()
                        + " (" + lastTrouble + "); is the broker of bootstrap.servers up?");
    }

    /** Asks once. */
    void look() {
        try {
            question.ask();
            seen = nanoClock.getAsLong();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            lastTrouble = String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        question.close();
    }
}
