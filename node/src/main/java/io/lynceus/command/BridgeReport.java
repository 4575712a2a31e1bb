package io.lynceus.command;

import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.foxglove.bridge.BridgeCounts;
import io.lynceus.foxglove.bridge.FoxgloveBridge;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Comparator;
import java.util.List;

/** Prints what a server offers, and what a bridge has carried. Stateless. */
final class BridgeReport {
    private static final long LOOK_MILLIS = 100;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    /** Servers offer their channels in several messages; after this time without a new one, all are there. */
    private static final long SETTLED_NANOS = 1_000_000_000L;

    private BridgeReport() {}

    /** Prints the channels of the server and closes the bridge. */
    static int list(FoxgloveBridge bridge, URI server, PrintWriter out) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long changed = System.nanoTime();
        int count = 0;
        while (System.nanoTime() < end && (count == 0 || System.nanoTime() - changed < SETTLED_NANOS)) {
            Thread.sleep(LOOK_MILLIS);
            if (bridge.offered().size() != count) {
                count = bridge.offered().size();
                changed = System.nanoTime();
            }
        }
        List<FoxgloveChannel> channels = bridge.offered().values().stream()
                .sorted(Comparator.comparing(FoxgloveChannel::topic))
                .toList();
        bridge.close();
        if (channels.isEmpty()) {
            throw new IllegalStateException(server + " offered no channel in " + PATIENCE_NANOS / 1_000_000_000
                    + " s; is foxglove_bridge running there, and does any node publish?");
        }
        channels.forEach(
                channel -> out.printf("%-48s %-9s %s%n", channel.topic(), channel.encoding(), channel.schemaName()));
        out.flush();
        return 0;
    }

    /** Prints the accounts, which add up. */
    static void print(BridgeCounts counts, boolean published, PrintWriter out) {
        out.printf("%,12d messages received, over %d connections%n", counts.received(), counts.connections());
        out.printf("%,12d sent to Kafka as frames%n", counts.sent());
        out.printf("%,12d read as calibrations%n", counts.calibrations());
        out.printf("%,12d dropped, because Kafka was too slow%n", counts.dropped());
        out.printf("%,12d refused, too large or not readable%n", counts.refused());
        out.printf("%,12d failed: Kafka did not take them%n", counts.failed());
        if (published) {
            out.printf("%,12d results published, %,d dropped%n", counts.published(), counts.unpublished());
        }
        out.flush();
    }
}
