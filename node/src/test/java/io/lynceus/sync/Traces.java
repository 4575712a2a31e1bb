package io.lynceus.sync;

import io.lynceus.sync.Outcome.FrameEnded;
import io.lynceus.sync.Outcome.SetEnded;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Made-up streams of frames, times in milliseconds since {@link #START}. */
final class Traces {
    static final long START = 1_700_000_000_000L;

    private Traces() {}

    /**
     * One sensor's frames.
     *
     * @param times capture times, rising
     */
    record Trace(String name, long period, long tolerance, List<Long> times) {
        SensorTiming timing() {
            return Traces.timing(name, ms(period), ms(tolerance), ms(120));
        }

        /** Frames with rising offsets. */
        List<FrameRef> frames() {
            List<FrameRef> frames = new ArrayList<>();
            for (long time : times) {
                frames.add(frame(name, time, frames.size()));
            }
            return frames;
        }
    }

    static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    static Stamp at(long millis) {
        return Stamp.ofMillis(START + millis);
    }

    static long millis(Stamp stamp) {
        return stamp.toMillis() - START;
    }

    static FrameRef frame(String sensor, long millis, long offset) {
        return new FrameRef("rig", sensor, at(millis), new RecordAddress(sensor, 0, offset));
    }

    /** Returns the timing of a sensor that is not required and has no offset. */
    static SensorTiming timing(String name, Duration period, Duration tolerance, Duration deadline) {
        return new SensorTiming(name, period, Duration.ZERO, tolerance, deadline, false);
    }

    static SyncConfig config(List<Trace> traces) {
        return config(traces.stream().map(Trace::timing).toArray(SensorTiming[]::new));
    }

    static SyncConfig config(SensorTiming... sensors) {
        return new SyncConfig(List.of(sensors), SyncConfig.Bounds.DEFAULT);
    }

    /** One to four sensors of various rates with jitter, lost frames and up to one gap each, for four seconds. */
    static List<Trace> random(RandomGenerator random) {
        long[] periods = {33, 50, 100, 100, 103, 200};
        List<Trace> traces = new ArrayList<>();
        int sensors = 1 + random.nextInt(4);
        for (int s = 0; s < sensors; s++) {
            long period = periods[random.nextInt(periods.length)];
            long jitter = random.nextLong(period / 4);
            long phase = random.nextLong(40);
            double lost = random.nextInt(3) == 0 ? 0.2 * random.nextDouble() : 0;
            long gapStart = random.nextInt(3) == 0 ? random.nextLong(4000) : 9000;
            long gapEnd = gapStart + random.nextLong(3000);
            List<Long> times = new ArrayList<>();
            for (long t = 0; t < 4000; t += period) {
                if (random.nextDouble() >= lost && (t < gapStart || t >= gapEnd)) {
                    times.add(t + phase + random.nextLong(-jitter, jitter + 1));
                }
            }
            traces.add(new Trace("s" + s, period, 5 + random.nextLong(period / 2 - 5), times));
        }
        return traces;
    }

    /** All frames in a random order that keeps each sensor's own, no sensor further ahead than {@code skew}. */
    static List<FrameRef> interleave(List<Trace> traces, long skew, RandomGenerator random) {
        List<List<FrameRef>> left = new ArrayList<>();
        traces.forEach(trace -> left.add(new ArrayList<>(trace.frames())));
        List<FrameRef> order = new ArrayList<>();
        while (left.removeIf(List::isEmpty) || !left.isEmpty()) {
            if (left.isEmpty()) {
                break;
            }
            long last = left.stream()
                    .mapToLong(frames -> millis(frames.get(0).stamp()))
                    .min()
                    .orElseThrow();
            List<List<FrameRef>> eligible = left.stream()
                    .filter(frames -> millis(frames.get(0).stamp()) <= last + skew)
                    .toList();
            order.add(eligible.get(random.nextInt(eligible.size())).remove(0));
        }
        return order;
    }

    static List<FrameSet> sets(List<Outcome> outcomes) {
        return setEnds(outcomes).stream().map(SetEnded::set).toList();
    }

    static List<FrameEnded> ended(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(FrameEnded.class::isInstance)
                .map(FrameEnded.class::cast)
                .toList();
    }

    static List<SetEnded> setEnds(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(SetEnded.class::isInstance)
                .map(SetEnded.class::cast)
                .toList();
    }

    /** Stamp, and times by sensor; milliseconds. */
    record Plain(long stamp, Map<String, Long> times) {
        static Plain of(FrameSet set) {
            Map<String, Long> times = new TreeMap<>();
            set.frames().forEach((name, frame) -> times.put(name, millis(frame.stamp())));
            return new Plain(millis(set.stamp()), times);
        }
    }
}
