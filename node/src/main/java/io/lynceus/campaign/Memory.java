package io.lynceus.campaign;

import io.lynceus.process.DaemonThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the resident memory of nodes grows. Linux only. {@code lynceus soak} measures live objects too.
 *
 * <p>Threads: one of its own looks every few seconds; the trend may be read from any.
 */
final class Memory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
    private static final Duration APART = Duration.ofSeconds(2);
    /** A node that has just started loads classes and compiles. */
    private static final double WARM_UP_HOURS = Duration.ofMinutes(1).toMillis() / 3.6e6;

    private static final double LEAST_HOURS = 10 * WARM_UP_HOURS;

    private static final double BYTES_PER_UNIT = 1024;
    private static final double MEGA = 1e6;

    /**
     * @param minutes of life of the node that lived longest
     * @param megabytes of 10⁶ bytes that it had at the end
     * @param perHour megabytes that it grew by per hour after its first minute, by least squares
     */
    record Trend(double minutes, double megabytes, double perHour) {}

    private record Sample(double hours, double megabytes) {}

    private final long start = System.nanoTime();
    private final Map<Long, List<Sample>> samples = new HashMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("memory"));

    /** @param nodes that run now; safe for any thread */
    Memory(Supplier<List<LynceusProcess>> nodes) {
        ScheduledFuture<?> unused = thread.scheduleAtFixedRate(
                () -> nodes.get().forEach(node -> look(node.pid())), 0, APART.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            Optional<String> resident = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .findFirst();
            resident.ifPresent(line -> add(
                    pid,
                    (System.nanoTime() - start) / 3.6e12,
                    Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_UNIT / MEGA));
        } catch (IOException e) {
            LOG.debug("Process {} is gone", pid, e);
        }
    }

    synchronized void add(long pid, double hours, double megabytes) {
        samples.computeIfAbsent(pid, key -> new ArrayList<>()).add(new Sample(hours, megabytes));
    }

    /** Returns the trend of the node that lived longest; empty if none has lived for ten minutes, as a shorter life is all start. */
    synchronized Optional<Trend> trend() {
        return samples.values().stream()
                .max((a, b) -> Double.compare(life(a), life(b)))
                .filter(longest -> life(longest) > LEAST_HOURS)
                .map(Memory::trend);
    }

    private static double life(List<Sample> all) {
        return all.get(all.size() - 1).hours - all.get(0).hours;
    }

    private static Trend trend(List<Sample> all) {
        List<Sample> warm = all.stream()
                .filter(sample -> sample.hours - all.get(0).hours > WARM_UP_HOURS)
                .toList();
        double meanX = warm.stream().mapToDouble(Sample::hours).average().orElseThrow();
        double meanY = warm.stream().mapToDouble(Sample::megabytes).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Sample sample : warm) {
            covariance += (sample.hours - meanX) * (sample.megabytes - meanY);
            variance += (sample.hours - meanX) * (sample.hours - meanX);
        }
        return new Trend(life(all) * 60, all.get(all.size() - 1).megabytes, covariance / variance);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
