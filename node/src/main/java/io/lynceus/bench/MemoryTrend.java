package io.lynceus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What memory this process holds over time, each time after a full collection, and how fast it grows.
 *
 * <p>Units: MB of 10⁶ bytes, hours. Linux only: resident memory is read from {@code /proc}.
 */
public final class MemoryTrend {
    private static final double MEGA = 1e6;

    /**
     * @param hours since the process started
     * @param resident all resident memory
     * @param heap live objects
     * @param beyondHeap resident memory less the committed heap: libraries, models, threads, direct buffers
     * @param direct direct buffers of the JVM
     */
    public record Sample(double hours, double resident, double heap, double beyondHeap, double direct) {}

    private static final Map<String, ToDoubleFunction<Sample>> SERIES = new LinkedHashMap<>();

    static {
        SERIES.put("resident", Sample::resident);
        SERIES.put("heap", Sample::heap);
        SERIES.put("beyondHeap", Sample::beyondHeap);
        SERIES.put("direct", Sample::direct);
    }

    private final List<Sample> samples = new ArrayList<>();

    /** Collects garbage, then takes a sample. */
    public Sample sample() {
        System.gc();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        double resident = residentBytes();
        double direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToDouble(BufferPoolMXBean::getMemoryUsed)
                .sum();
        Sample sample = new Sample(
                ManagementFactory.getRuntimeMXBean().getUptime() / 3.6e6,
                resident / MEGA,
                heap.getUsed() / MEGA,
                (resident - heap.getCommitted()) / MEGA,
                direct / MEGA);
        add(sample);
        return sample;
    }

    public void add(Sample sample) {
        samples.add(sample);
    }

    public List<Sample> samples() {
        return samples;
    }

    /** Returns the growth of each series in MB per hour, by least squares; needs two samples at different times. */
    public Map<String, Double> megabytesPerHour() {
        if (samples.size() < 2) {
            throw new IllegalStateException(samples.size() + " samples give no slope; 2 or more do: soak for longer");
        }
        Map<String, Double> slopes = new LinkedHashMap<>();
        SERIES.forEach((name, series) -> slopes.put(name, slope(series)));
        return slopes;
    }

    private double slope(ToDoubleFunction<Sample> series) {
        double meanX = samples.stream().mapToDouble(Sample::hours).average().orElseThrow();
        double meanY = samples.stream().mapToDouble(series).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Sample sample : samples) {
            double x = sample.hours - meanX;
            covariance += x * (series.applyAsDouble(sample) - meanY);
            variance += x * x;
        }
        return covariance / variance;
    }

    /** Returns {@code VmRSS} of {@code /proc/self/status}, which is in units of 1,024 bytes. */
    private static double residentBytes() {
        Path status = Path.of("/proc/self/status");
        try {
            return Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException(status + " has no VmRSS"))
                    * 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException("resident memory is read from " + status + ", which Linux has", e);
        }
    }
}
