package io.lynceus.command.bench;

import io.lynceus.bench.LiveWindows;
import io.lynceus.bench.MemoryTrend;
import io.lynceus.bench.OpenPages;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.MaskReader;
import io.lynceus.command.Checks;
import io.lynceus.command.StreetFlags;
import io.lynceus.demo.StreetDemo;
import io.lynceus.monitor.Monitor;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.play.ProgressBar;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.Json;
import io.lynceus.stream.kafka.Node;
import io.lynceus.wire.Stamp;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus bench pages}: measures what open pages cost a live node. */
@Command(
        name = "pages",
        mixinStandardHelpOptions = true,
        description = {
            "Compares a node's masks a second, their latency and the heap with live pages open and without.",
            "The two take turns on the simulated street. One of the pages never reads. The pages are read in this same process.",
            "",
            "Example: ./lynceus bench pages --pages 10 --rounds 6 --window 10s --json"
        })
final class PagesCommand implements Callable<Integer> {
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    /** Time of the garbage collections and pauses between the windows. */
    private static final Duration ROUND_EXTRA = Duration.ofSeconds(6);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StreetFlags street = new StreetFlags();

    @Option(names = "--pages", defaultValue = "10", description = "Pages open at a time. Default: ${DEFAULT-VALUE}.")
    private int pages;

    @Option(
            names = "--rounds",
            defaultValue = "6",
            description = "Windows of each kind; the medians are printed. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Length of a window. Default: ${DEFAULT-VALUE}.")
    private Duration window = Duration.ZERO;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Checks.atLeast("--pages", pages, 2);
        Checks.atLeast("--rounds", rounds, 1);
        Checks.positive("--window", window);
        Duration length = WARM_UP.plus(window.multipliedBy(2).plus(ROUND_EXTRA).multipliedBy(rounds));
        try (StreetDemo stage = StreetDemo.open(
                        ShippedModels.STREET_NANO,
                        street.options().withDuration(length),
                        recording -> FrameFilter.NONE,
                        0);
                Monitor monitor = Monitor.start("127.0.0.1", 0)) {
            try (Node node = stage.startNode();
                    KafkaFrameSink sink =
                            new KafkaFrameSink(StreetDemo.RIG, stage.kafka().producer());
                    MaskReader reader = MaskReader.telling(stage.config(), stage.kafka(), this::take)) {
                monitor.attach(node);
                monitor.show(stage.config(), stage.kafka(), node.batcher().card());
                Player player = new Player(stage.street(), sink, stage.known(), PlayOptions.live(), PlayClock.system());
                CompletableFuture<Void> playing =
                        CompletableFuture.runAsync(() -> SoakCommand.play(player, progress -> {}));
                print(measure(monitor.port()));
                player.stop();
                playing.join();
            }
        }
        return 0;
    }

    /** Latencies of the masks since the list was last taken, milliseconds. */
    private final List<Double> latencies = new ArrayList<>();

    private synchronized void take(Segmentation mask) {
        latencies.add(Stamp.of(Clock.systemUTC().instant()).nanosSince(Stamp.of(mask.getTimestamp())) / 1e6);
    }

    private synchronized double[] takeAll() {
        double[] all = latencies.stream().mapToDouble(Double::doubleValue).toArray();
        latencies.clear();
        return all;
    }

    private Map<String, Object> measure(int port) throws Exception {
        MemoryTrend memory = new MemoryTrend();
        LiveWindows without = new LiveWindows();
        LiveWindows with = new LiveWindows();
        long bytes = 0;
        Thread.sleep(WARM_UP.toMillis());
        try (ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            for (int round = 0; round < rounds; round++) {
                bar.step(round, rounds, "rounds");
                drive(without, memory);
                try (OpenPages open = new OpenPages(port, StreetDemo.RIG, pages)) {
                    drive(with, memory);
                    bytes += open.bytes();
                }
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("pages", pages);
        values.put("rounds", rounds);
        values.put("bytesRead", bytes);
        values.putAll(LiveWindows.compared(without, with));
        return values;
    }

    private void drive(LiveWindows windows, MemoryTrend memory) throws InterruptedException {
        Thread.sleep(SETTLING.toMillis());
        takeAll();
        Thread.sleep(window.toMillis());
        windows.add(takeAll(), window, memory.sample().heap());
    }

    private void print(Map<String, Object> values) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(values));
        } else {
            values.forEach((name, value) -> out.println(name + "  " + value));
        }
        out.flush();
    }
}
