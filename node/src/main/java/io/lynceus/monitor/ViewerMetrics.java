package io.lynceus.monitor;

import io.lynceus.foxglove.FoxgloveServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * What the Foxglove server sends, as metrics.
 */
final class ViewerMetrics {
    private ViewerMetrics() {}

    static void bind(FoxgloveServer server, MeterRegistry registry) {
        Gauge.builder("lynceus.foxglove.viewers", server, there -> there.counts()
                        .visitors())
                .description("Foxglove viewers that are connected")
                .register(registry);
        Gauge.builder("lynceus.foxglove.channels", server, there -> there.topics()
                        .size())
                .description("Channels that Foxglove viewers are offered")
                .register(registry);
        messages(server, "sent", there -> there.counts().sent(), registry);
        messages(server, "dropped", there -> there.counts().dropped(), registry);
    }

    private static void messages(
            FoxgloveServer server, String outcome, ToDoubleFunction<FoxgloveServer> count, MeterRegistry registry) {
        FunctionCounter.builder("lynceus.foxglove.messages", server, count)
                .tag("outcome", outcome)
                .description("Messages for Foxglove viewers: sent, or dropped because a viewer was too slow")
                .register(registry);
    }
}
