package io.lynceus.command.bench;

import io.lynceus.bench.MemoryTrend;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.MaskReader;
import io.lynceus.command.Checks;
import io.lynceus.command.DriveFlags;
import io.lynceus.demo.StreetDemo;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.PlayProgress;
import io.lynceus.play.Player;
import io.lynceus.play.ProgressBar;
import io.lynceus.segment.NativeObjects;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.Json;
import io.lynceus.stream.kafka.Node;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus soak}: measures whether memory grows. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = {
            "Drives through the simulated street for a long time and prints how memory grows: resident memory, the heap's live"
                    + " objects, compiled code and classes, the rest, and direct buffers, each after a full collection, in MB"
                    + " and MB per hour.",
            "",
            "Example: ./lynceus soak --duration 1h --rate 5 --json"
        })
public final class SoakCommand implements Callable<Integer> {
    /** Moves the cursor to the line's beginning and clears the line. */
    private static final String OVER_THE_BAR = "\r\u001b[K";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final DriveFlags street = new DriveFlags();

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "2min",
            description = "Time before the first sample. Default: ${DEFAULT-VALUE}.")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "15s",
            description = "Time between samples. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ZERO;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Checks.positive("--warm-up", warmUp);
        Checks.positive("--every", every);
        MemoryTrend memory = new MemoryTrend();
        try (StreetDemo stage = StreetDemo.open(model, street.options(), recording -> FrameFilter.NONE, 0);
                Node node = stage.startNode();
                KafkaFrameSink sink =
                        new KafkaFrameSink(StreetDemo.RIG, stage.kafka().producer());
                MaskReader reader = MaskReader.of(stage.config(), stage.kafka(), stamp -> Optional.empty());
                ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            Player player = new Player(stage.street(), sink, stage.known(), PlayOptions.live(), PlayClock.system());
            CompletableFuture<Void> playing = CompletableFuture.runAsync(() -> play(player, bar));
            pause(warmUp, playing);
            while (!playing.isDone()) {
                MemoryTrend.Sample sample = memory.sample();
                String over = ProgressBar.onTerminal() ? OVER_THE_BAR : "";
                spec.commandLine()
                        .getErr()
                        .printf(Locale.ROOT, "%s%s, %d masks%n", over, line(sample), reader.received());
                spec.commandLine().getErr().flush();
                pause(every, playing);
            }
            playing.join();
            print(memory, reader.received());
        }
        return 0;
    }

    /** Plays until the end or {@link Player#stop}. */
    static void play(Player player, Consumer<PlayProgress> progress) {
        try {
            player.play(progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for that long, or until playing is over. */
    private static void pause(Duration time, CompletableFuture<Void> playing) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (!playing.isDone() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
    }

    private static String line(MemoryTrend.Sample sample) {
        return String.format(
                Locale.ROOT,
                "%5.2f h  resident %.1f MB, heap %.1f, code %.1f, rest %.1f, direct %.1f, native objects %d",
                sample.hours(),
                sample.resident(),
                sample.heap(),
                sample.code(),
                sample.rest(),
                sample.direct(),
                NativeObjects.open());
    }

    private void print(MemoryTrend memory, long masks) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Double> slopes = memory.megabytesPerHour();
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("masks", masks);
            values.put("nativeObjects", NativeObjects.open());
            values.put("megabytesPerHour", slopes);
            values.put("samples", memory.samples());
            out.println(Json.text(values));
        } else {
            slopes.forEach((series, slope) -> out.printf(Locale.ROOT, "%-11s %+8.1f MB per hour%n", series, slope));
        }
        out.flush();
    }
}
