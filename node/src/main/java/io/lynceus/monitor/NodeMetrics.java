package io.lynceus.monitor;

import io.lynceus.process.DaemonThreads;
import io.lynceus.segment.NativeObjects;
import io.lynceus.stream.Tally;
import io.lynceus.stream.kafka.Node;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The node's accounts as metrics, and those of Kafka Streams and its clients. {@code docs/metrics.md} lists all of them.
 *
 * <p>{@link MaskMetrics} adds metrics from the sets' messages.
 */
final class NodeMetrics implements AutoCloseable {
    private final KafkaStreamsMetrics streams;

    NodeMetrics(Node node, MeterRegistry registry) {
        bind(node.tally(), () -> node.troubles().isEmpty(), registry);
        streams = new KafkaStreamsMetrics(node.streams());
        // Kafka has some hundred metrics; a start does not wait for them.
        DaemonThreads.of("kafka-metrics", () -> streams.bindTo(registry)).start();
    }

    /** Registers all metrics except Kafka's own. */
    static void bind(Tally tally, BooleanSupplier ready, MeterRegistry registry) {
        Gauge.builder("lynceus.ready", ready, answer -> answer.getAsBoolean() ? 1 : 0)
                .description("1 if work may be sent here, as /readyz says")
                .strongReference(true)
                .register(registry);
        for (String sensor : tally.sensors()) {
            for (Fate fate : Fate.values()) {
                counter("lynceus.frames", tally, t -> t.count(sensor, fate))
                        .tags("sensor", sensor, "outcome", fate.name().toLowerCase(Locale.ROOT))
                        .description("Frames by how they ended")
                        .register(registry);
            }
            counter("lynceus.frames.received", tally, t -> t.receivedCount(sensor))
                    .tag("sensor", sensor)
                    .description("Frames that came in")
                    .register(registry);
            counter("lynceus.frames.handed.over", tally, t -> t.handedOverCount(sensor))
                    .tag("sensor", sensor)
                    .description("Frames that were pending when another node took their partition")
                    .register(registry);
            Gauge.builder("lynceus.frames.pending", tally, t -> t.pending(sensor))
                    .tag("sensor", sensor)
                    .description("Frames that wait for their set, or whose set the network works on")
                    .register(registry);
        }
        for (SetKind kind : SetKind.values()) {
            sets(tally, kind.name().toLowerCase(Locale.ROOT), t -> t.count(kind), registry);
        }
        sets(tally, "shed", Tally::shedSetCount, registry);
        sets(tally, "unusable", Tally::unusableSetCount, registry);
        counter("lynceus.masks", tally, Tally::maskCount)
                .description("Masks published")
                .register(registry);
        comparisons(tally, "made", t -> t.comparisonCount(true), registry);
        comparisons(tally, "failed", t -> t.comparisonCount(false), registry);
        Gauge.builder("lynceus.native.open", NativeObjects::open)
                .description("Native objects that are open")
                .register(registry);
        MaskMetrics masks = new MaskMetrics(registry, Clock.systemUTC());
        tally.onPublished(masks);
        tally.onGone(masks::forget);
    }

    @Override
    public void close() {
        streams.close();
    }

    private static void sets(Tally tally, String outcome, ToDoubleFunction<Tally> count, MeterRegistry registry) {
        counter("lynceus.sets", tally, count)
                .tag("outcome", outcome)
                .description("Sets by how they ended; shed and unusable ones were complete or partial")
                .register(registry);
    }

    private static void comparisons(
            Tally tally, String outcome, ToDoubleFunction<Tally> count, MeterRegistry registry) {
        counter("lynceus.comparisons", tally, count)
                .tag("outcome", outcome)
                .description("Second masks without a sensor, which pages asked for")
                .register(registry);
    }

    private static FunctionCounter.Builder<Tally> counter(String name, Tally tally, ToDoubleFunction<Tally> count) {
        return FunctionCounter.builder(name, tally, count);
    }
}
