package io.lynceus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What memory this process holds over time, each time after a full collection, and how fast it grows.
 *
 * <p>Units: MB of 10⁶ bytes, hours. Linux only: resident memory is read from {@code /proc}.
 */
public final class MemoryTrend {
    private static final double MEGA = 1e6;
    private static final int WINDOWS = 20;

    /**
     * @param hours since the process started
     * @param resident all resident memory
     * @param heap live objects
     * @param code compiled methods and what the JVM knows of classes; it compiles for as long as methods become hot
     * @param rest resident memory less the committed heap and code: libraries, models, threads, direct buffers
     * @param direct direct buffers of the JVM
     */
    public record Sample(double hours, double resident, double heap, double code, double rest, double direct) {}

    private static final Map<String, ToDoubleFunction<Sample>> SERIES = new LinkedHashMap<>();

    static {
        SERIES.put("resident", Sample::resident);
        SERIES.put("heap", Sample::heap);
        SERIES.put("code", Sample::code);
        SERIES.put("rest", Sample::rest);
        SERIES.put("direct", Sample::direct);
    }

    private final List<Sample> samples = new ArrayList<>();

    /** Collects garbage, then takes a sample. */
    public Sample sample() {
        System.gc();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        double resident = residentBytes();
        double code = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.NON_HEAP)
                .mapToDouble(pool -> pool.getUsage().getCommitted())
                .sum();
        double direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToDouble(BufferPoolMXBean::getMemoryUsed)
                .sum();
        Sample sample = new Sample(
                ManagementFactory.getRuntimeMXBean().getUptime() / 3.6e6,
                resident / MEGA,
                heap.getUsed() / MEGA,
                code / MEGA,
                (resident - heap.getCommitted() - code) / MEGA,
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

    /**
     * Returns the growth of each series in MB per hour: the median of the slopes between every two windows of time, each of which
     * counts by its smallest sample (Theil and Sen). So what a call of the network holds while a sample is taken is no growth.
     *
     * @throws IllegalStateException if there are not two samples at different times
     */
    public Map<String, Double> megabytesPerHour() {
        if (samples.size() < 2) {
            throw new IllegalStateException(samples.size() + " samples give no slope; 2 or more do: soak for longer");
        }
        Map<String, Double> slopes = new LinkedHashMap<>();
        SERIES.forEach((name, series) -> slopes.put(name, slope(smallest(series), series)));
        return slopes;
    }

    /** Returns the smallest sample of each window that has one. */
    private List<Sample> smallest(ToDoubleFunction<Sample> series) {
        double first = samples.get(0).hours;
        double window = (samples.get(samples.size() - 1).hours - first) / WINDOWS;
        return List.copyOf(samples.stream()
                .collect(Collectors.toMap(
                        sample -> (int) Math.min(WINDOWS - 1, (sample.hours - first) / window),
                        Function.identity(),
                        BinaryOperator.minBy(Comparator.comparingDouble(series)),
                        TreeMap::new))
                .values());
    }

    private static double slope(List<Sample> points, ToDoubleFunction<Sample> series) {
        return Median.of(IntStream.range(0, points.size())
                .boxed()
                .flatMapToDouble(i -> IntStream.range(i + 1, points.size()).mapToDouble(j -> {
                    Sample from = points.get(i);
                    Sample to = points.get(j);
                    return (series.applyAsDouble(to) - series.applyAsDouble(from)) / (to.hours - from.hours);
                }))
                .toArray());
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
