package io.lynceus.fault;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.Delivery;
import io.lynceus.play.FrameFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Faults that are switched on and off while a recording plays, one for each sensor.
 *
 * <p>Thread safety: one thread plays, any thread switches.
 */
public final class LiveFaults implements FrameFilter {
    /** A fault without effect, to check a sensor's name alone. */
    private static final String HARMLESS = "drop(p=0)";

    /** A sensor's present fault. */
    private record Active(String text, FrameFilter filter) {}

    private final List<Channel> channels;
    private final long seed;
    private final Map<String, Active> active = new ConcurrentHashMap<>();

    /** Makes a filter without faults. */
    public LiveFaults(List<Channel> channels, long seed) {
        this.channels = List.copyOf(channels);
        this.seed = seed;
    }

    /**
     * Sets a sensor's only fault, from its next frame on.
     *
     * @param fault as {@code name} or {@code name(arguments)}; empty for none
     * @throws IllegalArgumentException naming the known ones, if there is no such sensor or fault
     */
    public void set(String sensor, String fault) {
        if (fault.contains("@")) {
            throw new IllegalArgumentException("fault '" + fault
                    + "' has a time; leave it out, because the fault begins now and ends on the next command");
        }
        FrameFilter filter =
                Faults.filter(List.of(sensor + ":" + (fault.isEmpty() ? HARMLESS : fault)), channels, seed);
        if (fault.isEmpty()) {
            active.remove(sensor);
        } else {
            active.put(sensor, new Active(fault, filter));
        }
    }

    /** Returns the names of the sensors that may get a fault. */
    public List<String> sensors() {
        return channels.stream().map(Channel::sensor).toList();
    }

    /** Returns the faults by sensor, as they were set. */
    public Map<String, String> faults() {
        Map<String, String> faults = new TreeMap<>();
        active.forEach((sensor, fault) -> faults.put(sensor, fault.text()));
        return faults;
    }

    @Override
    public Optional<Delivery> apply(RecordedFrame frame, Duration played) {
        Active fault = active.get(frame.channel().sensor());
        return fault == null
                ? Optional.of(Delivery.onTime(frame))
                : fault.filter().apply(frame, played);
    }
}
