package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The cost of one frame in the matcher: four sensors at 10 Hz with jitter, a frame of each in turn. The frames exist before; sets and
 * outcomes are made.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MatcherBenchmark {
    private static final int MOMENTS = 1000;
    private static final int FRAMES = 4 * MOMENTS;
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration JITTER = Duration.ofMillis(5);
    private static final Stamp START = Stamp.ofMillis(1_700_000_000_000L);

    /** A frame and the clock when it comes. */
    private record Arrival(FrameRef frame, Stamp now) {}

    @Param({"live", "complete"})
    public String regime = "";

    private SyncConfig config;
    private List<Arrival> arrivals;

    @Setup
    public void makeFrames() {
        List<String> names = List.of("rgb", "depth", "event", "lidar");
        config = new SyncConfig(
                names.stream()
                        .map(name -> new SensorTiming(
                                name, PERIOD, Duration.ZERO, Duration.ofMillis(30), Duration.ofMillis(120), false))
                        .toList(),
                SyncConfig.Bounds.DEFAULT);
        Random random = new Random(1);
        arrivals = new ArrayList<>(FRAMES);
        for (String name : names) {
            for (int i = 0; i < MOMENTS; i++) {
                Stamp captured = START.plus(PERIOD.multipliedBy(i)).plusNanos(random.nextLong(JITTER.toNanos()));
                FrameRef frame = new FrameRef("rig", name, captured, new RecordAddress(name, 0, i));
                arrivals.add(new Arrival(frame, captured.plusNanos(random.nextLong(JITTER.toNanos()))));
            }
        }
        arrivals.sort(Comparator.comparing(arrival -> arrival.now().nanos()));
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void frame(Blackhole results) {
        WaitingRule rule = regime.equals("live")
                ? WaitingRule.live(config.bounds(), Duration.ofSeconds(1))
                : WaitingRule.complete(config.bounds());
        Synchronizer synchronizer = new Synchronizer(config, rule);
        for (Arrival arrival : arrivals) {
            results.consume(synchronizer.offer(arrival.frame, arrival.now));
        }
    }
}
