package io.lynceus.command.doctor;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a fleet takes if its sensors' frames go to brokers, and what it takes if the nodes ride on the vehicles and only masks
 * travel. Arithmetic on {@link MeasuredSet}; what is assumed is named.
 */
record FleetPlan(Fleet fleet, MeasuredSet set) {
    /** Assumed: bytes a second that a broker takes from producers while it keeps three copies. */
    private static final double BROKER_BYTES = 100e6;
    /** Assumed: the part of a machine's time that may be planned with; the rest is for peaks and for a node that is away. */
    private static final double PLANNED = 0.7;

    private static final double MEGA = 1e6;

    /** Returns bytes a second of all vehicles' frames. */
    double frameBytesPerSecond() {
        return fleet.setsPerSecond() * set.setBytes();
    }

    /** Returns bytes a second of all vehicles' masks. */
    double maskBytesPerSecond() {
        return fleet.setsPerSecond() * set.maskBytes();
    }

    int brokers() {
        return atLeastOne(frameBytesPerSecond() / BROKER_BYTES);
    }

    int brokersForMasks() {
        return atLeastOne(maskBytesPerSecond() / BROKER_BYTES);
    }

    /** Returns the seconds that one node's call takes for a set at the fleet's size, or at the model's if that is larger. */
    double secondsPerSet() {
        double pixels = (double) fleet.width() * fleet.height() / set.modelWidth() / set.modelHeight();
        return set.seconds() * Math.max(1, pixels);
    }

    /** Returns how many nodes like this machine a central service needs. */
    int nodes() {
        return atLeastOne(fleet.setsPerSecond() * secondsPerSet() / PLANNED);
    }

    /** Returns partitions of each topic: one for each node, but none without a vehicle. */
    int partitions() {
        return Math.min(fleet.vehicles(), nodes());
    }

    /** Returns the share of one node that one vehicle needs; above 1, a machine like this one is too slow for it. */
    double shareOfNode() {
        return fleet.hertz() * secondsPerSet();
    }

    private static int atLeastOne(double count) {
        return (int) Math.max(1, Math.ceil(count));
    }

    void print(PrintWriter out) {
        line(out, "fleet", "%s: %,.0f sets a second", fleet, fleet.setsPerSecond());
        line(out, "frames", "%.2f MB a set (%s)", set.setBytes() / MEGA, shares());
        line(
                out,
                "network",
                "%.0f ms a set on %d threads of this machine, measured at %d x %d%s",
                secondsPerSet() * 1e3,
                set.threads(),
                set.modelWidth(),
                set.modelHeight(),
                secondsPerSet() > set.seconds() ? " and multiplied by the pixels" : "");
        line(
                out,
                "all travels",
                "%,.0f MB/s into %s (%.0f MB/s each, assumed), %s like this machine, %s a topic",
                frameBytesPerSecond() / MEGA,
                counted(brokers(), "broker"),
                BROKER_BYTES / MEGA,
                counted(nodes(), "node"),
                counted(partitions(), "partition"));
        line(
                out,
                "masks travel",
                "%,.1f MB/s into %s: %.1f kB a mask; one node on each vehicle, %.1f MB/s of frames inside of it",
                maskBytesPerSecond() / MEGA,
                counted(brokersForMasks(), "broker"),
                set.maskBytes() / 1e3,
                fleet.hertz() * set.setBytes() / MEGA);
        line(out, "advice", "%s", advice());
    }

    private String advice() {
        String where = String.format(
                Locale.ROOT,
                "let the node ride on the vehicle, and send masks: %,.0f times fewer bytes leave it",
                set.setBytes() / set.maskBytes());
        return shareOfNode() <= PLANNED
                ? where
                        + String.format(
                                Locale.ROOT,
                                "; a machine like this one is busy for %.0f %% of the time",
                                100 * shareOfNode())
                : where
                        + String.format(
                                Locale.ROOT,
                                "; a machine like this one would need to be %.1f times as fast: take a GPU, a smaller size,"
                                        + " or %.1f Hz",
                                shareOfNode() / PLANNED,
                                PLANNED / secondsPerSet());
    }

    private String shares() {
        return set.frameBytes().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(sensor -> String.format(
                        Locale.ROOT, "%s %.0f %%", sensor.getKey(), 100 * sensor.getValue() / set.setBytes()))
                .collect(Collectors.joining(", "));
    }

    private static String counted(int count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static void line(PrintWriter out, String what, String format, Object... values) {
        out.printf("%-13s %s%n", what, String.format(Locale.ROOT, format, values));
    }
}
