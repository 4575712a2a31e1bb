package io.lynceus.monitor;

import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.stream.Tally;
import io.lynceus.wire.Stamp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What Prometheus gets of a node that has published a set, except Kafka's own metrics. */
final class PublishedMetrics {
    private PublishedMetrics() {}

    static List<String> lines() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        NodeMetrics.bind(new Tally(List.of("rgb")), () -> true, registry);
        new MaskMetrics(registry, Clock.systemUTC())
                .accept(Segmentation.newBuilder()
                        .setRig("r")
                        .setTimestamp(Stamp.of(Clock.systemUTC().instant()).toTimestamp())
                        .setLatency(StageLatency.getDefaultInstance())
                        .addContributions(
                                Contribution.newBuilder().setSensor("rgb").setMatched(true))
                        .build());
        AccessRule door = AccessRule.at(InetAddress.getLoopbackAddress(), Optional.empty());
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (FoxgloveServer server =
                FoxgloveServer.start(FoxgloveServer.Options.of(anywhere, "Lynceus", door::refusal))) {
            ViewerMetrics.bind(server, registry);
            return registry.scrape().lines().toList();
        }
    }
}
