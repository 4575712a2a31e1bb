package io.lynceus.command;

import io.lynceus.foxglove.bridge.BridgeOptions;
import io.lynceus.foxglove.bridge.BridgedTopics;
import io.lynceus.foxglove.bridge.FoxgloveBridge;
import io.lynceus.foxglove.bridge.ResultPublisher;
import io.lynceus.process.Ending;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus bridge}: carries the sensors of vehicles without Kafka to its topics. */
@Command(
        name = "bridge",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Carries the sensors of a vehicle without Kafka to its topics.")
final class BridgeCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "foxglove",
            mixinStandardHelpOptions = true,
            description = {
                "Carries channels of a Foxglove server, such as the foxglove_bridge of a ROS 2 vehicle, to topics: messages as"
                        + " they are, CameraInfo and /tf_static as calibrations. Runs until Ctrl-C.",
                "",
                "Example: ./lynceus bridge foxglove ws://robot:8765 --rig-id vehicle-7 --create-topics"
                        + " --topics /camera/front/image/compressed,/lidar/top/points"
            })
    int foxglove(
            @Parameters(paramLabel = "ADDRESS", description = "The server, such as ws://robot:8765.") URI server,
            @Option(
                            names = "--rig-id",
                            paramLabel = "NAME",
                            defaultValue = "vehicle",
                            description = "Key of the records. Default: ${DEFAULT-VALUE}.")
                    String rig,
            @Option(
                            names = "--topics",
                            paramLabel = "NAME,...",
                            split = ",",
                            description =
                                    "Channels to carry; * stands for any characters. The calibrations of cameras in"
                                            + " the same folder and /tf_static come with them. Required, unless --list is given.")
                    @Nullable
                    List<String> topics,
            @Option(names = "--list", description = "Print the server's channels and end.") boolean list,
            @Option(
                            names = "--reference",
                            paramLabel = "FRAME",
                            description =
                                    "Coordinate frame of the camera that other sensors are projected into. Default:"
                                            + " that of the first of --topics that has a calibration.")
                    @Nullable
                    String reference,
            @Option(
                            names = "--publish",
                            description = "Send results back: /lynceus/classes (sensor_msgs/Image, class ids) and"
                                    + " /diagnostics, where the server takes messages.")
                    boolean publish,
            @Option(
                            names = "--bootstrap",
                            paramLabel = "HOST:PORT",
                            defaultValue = "localhost:9092",
                            description = "The broker. Default: ${DEFAULT-VALUE}.")
                    String bootstrap,
            @Option(names = "--create-topics", description = "Create the topics that are missing.")
                    boolean createTopics,
            @Option(
                            names = "--max-frame-bytes",
                            defaultValue = "8388608",
                            description = "Largest frame. Default: ${DEFAULT-VALUE}.")
                    int largest,
            @Option(
                            names = "--duration",
                            paramLabel = "TIME",
                            description = "How long to run, such as 60s. Default: until Ctrl-C.")
                    @Nullable
                    Duration duration)
            throws InterruptedException {
        List<String> wished = Optional.ofNullable(topics).orElse(List.of());
        if (wished.isEmpty() && !list) {
            throw new IllegalArgumentException("no channel is named: give --topics, or --list to see what there is");
        }
        if (duration != null) {
            Checks.positive("--duration", duration);
        }
        BridgeOptions options =
                BridgeOptions.of(server, rig, wished, largest).withReference(Optional.ofNullable(reference));
        RigConfig config = RigConfig.DEFAULTS.withKafka(Map.of("bootstrap.servers", bootstrap));
        KafkaSettings kafka = new KafkaSettings(config, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        Optional<ResultPublisher> results = publish ? Optional.of(ResultPublisher.start(rig, kafka)) : Optional.empty();
        FoxgloveBridge bridge = FoxgloveBridge.start(
                options,
                kafka,
                new BridgedTopics(config, kafka, createTopics)::require,
                results,
                new Random(),
                Clock.systemUTC());
        if (list) {
            return BridgeReport.list(bridge, server, out);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (Ending.Registration registration = Ending.onSignal(stopped::countDown)) {
            boolean unused =
                    stopped.await(duration == null ? Long.MAX_VALUE : duration.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            bridge.close();
        }
        BridgeReport.print(bridge.counts(), publish, out);
        return Ending.code(0);
    }
}
