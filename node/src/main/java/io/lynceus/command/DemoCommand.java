package io.lynceus.command;

import io.lynceus.bus.DriveReport;
import io.lynceus.demo.DemoDrive;
import io.lynceus.demo.DesktopBrowser;
import io.lynceus.demo.Pace;
import io.lynceus.demo.PlayerControl;
import io.lynceus.demo.StageSetting;
import io.lynceus.demo.StreetDemo;
import io.lynceus.demo.StreetWeather;
import io.lynceus.fault.LiveFaults;
import io.lynceus.mcap.file.Compression;
import io.lynceus.monitor.Monitor;
import io.lynceus.monitor.StartUp;
import io.lynceus.play.Kill;
import io.lynceus.process.Ending;
import io.lynceus.record.RecordingNotes;
import io.lynceus.record.TopicRecorder;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.kafka.Node;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus demo}: broker, street, node and a reader of its masks, in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Drives through the simulated street and segments it; needs neither Docker nor GPU nor network.",
            "",
            "Example: ./lynceus demo --duration 20s --kill rgb@5s..12s"
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final DriveFlags street = new DriveFlags();

    @Option(
            names = "--kill",
            paramLabel = "SENSOR@FROM..TO",
            description =
                    "Silences a sensor (rgb, depth, lidar or event) for a while, such as rgb@5s..12s. Repeatable.")
    private final List<String> kills = new ArrayList<>();

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = ShippedModels.STREET_NANO;

    @Option(
            names = "--broker-port",
            defaultValue = "0",
            description = "Port of the embedded broker, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int brokerPort;

    @Mixin
    private final MonitorFlags monitoring = new MonitorFlags();

    @Option(
            names = "--record",
            paramLabel = "FILE.mcap",
            description = "Record frames, calibrations, masks and transitions into a new MCAP file. Default: none.")
    private @Nullable Path record;

    @Option(
            names = "--story",
            description =
                    "Tell a story of a minute: sensors fail one after the other, and the page says what to look at.")
    private boolean story;

    @Option(names = "--no-browser", description = "Do not open the live page in the desktop's browser.")
    private boolean noBrowser;

    @Option(names = "--json", description = "End with one JSON object on standard output; opens no browser.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<Kill> silenced = kills.stream().map(Kill::parse).toList();
        StreetDemo.FilterOf filter = recording -> Kill.filter(silenced, recording.channels());
        StreetOptions options = street.options();
        try (StreetRecording any = new StreetRecording(options)) {
            filter.apply(any);
        }
        Checks.freePort("--broker-port", brokerPort);
        if (record != null) {
            TopicRecorder.requireAbsent(record);
        }
        try (Monitor monitor = monitoring.startAnywhere()) {
            run(monitor, options, filter);
        }
        return Ending.code(0);
    }

    private void run(Monitor monitor, StreetOptions options, StreetDemo.FilterOf filter) throws Exception {
        StartUp steps = monitor.startUp();
        steps.begin("broker", "an embedded Kafka broker starts");
        steps.begin("model", model + " is loaded and warmed up");
        if (!json && !noBrowser) {
            DesktopBrowser.ofDesktop().open(URI.create(monitor.address()));
        }
        try (StreetDemo stage =
                StreetDemo.open(new StageSetting(model, options, street.rate(), brokerPort, steps::done), filter)) {
            steps.begin("node", "the node starts on the broker's topics");
            try (Node node = stage.startNode()) {
                steps.done("node", "the node runs");
                monitor.attach(node);
                monitor.show(stage.config(), stage.kafka(), node.batcher().card(), stage.labels()::at);
                sayReady(monitor, stage.pace());
                DriveReport report = recorded(stage, node, filter);
                spec.commandLine().getOut().print(json ? report.json() + System.lineSeparator() : report.text());
                spec.commandLine().getOut().flush();
            }
        }
    }

    /** Says at which rate the street plays, and last of all where to look, how to end and what to try. */
    private void sayReady(Monitor monitor, Pace pace) {
        spec.commandLine().getErr().printf(Locale.ROOT, "Street at %.0f Hz: %s.%n", pace.hertz(), pace.reason());
        spec.commandLine()
                .getErr()
                .printf(
                        "Ready: %s   Ctrl-C ends with a summary. Try Story or a kill button there.%n",
                        monitor.address());
        spec.commandLine().getErr().flush();
    }

    private DriveReport recorded(StreetDemo stage, Node node, StreetDemo.FilterOf filter)
            throws InterruptedException, IOException {
        if (record == null) {
            return drive(stage, node, filter);
        }
        TopicRecorder.Options all = new TopicRecorder.Options(record, Optional.empty(), Compression.ZSTD, false);
        Map<String, Map<String, String>> notes =
                RecordingNotes.of(stage.config(), Optional.of(node.batcher().card()), Clock.systemUTC());
        try (TopicRecorder recorder = TopicRecorder.start(stage.config(), stage.kafka(), all, notes)) {
            return drive(stage, node, filter);
        }
    }

    /** Drives while the page controls the sensors and the weather. */
    private DriveReport drive(StreetDemo stage, Node node, StreetDemo.FilterOf filter) throws InterruptedException {
        LiveFaults faults = new LiveFaults(stage.street().channels(), street.seed());
        try (PlayerControl control = PlayerControl.start(
                StreetDemo.RIG,
                stage.kafka(),
                faults,
                Optional.of(new StreetWeather(stage.street())),
                Clock.systemUTC())) {
            if (story) {
                control.tellStory();
            }
            return new DemoDrive(
                            stage,
                            node,
                            filter.apply(stage.street()).then(faults),
                            stage.pace().hertz())
                    .run();
        }
    }
}
