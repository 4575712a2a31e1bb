package io.lynceus.command;

import io.lynceus.monitor.Monitor;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lynceus monitor}: the live page beside a node that runs elsewhere. */
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        description = {
            "Serves the live page of a rig whose node runs elsewhere, until SIGTERM or Ctrl-C.",
            "",
            "Example: ./lynceus monitor --rig configs/street.rig.yaml --bootstrap localhost:9092"
        })
final class MonitorCommand implements Callable<Integer> {
    @Option(names = "--rig", required = true, paramLabel = "FILE", description = "The node's rig file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path rigFile;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "The broker. Default: that of the rig file.")
    private @Nullable String bootstrap;

    @Mixin
    private final MonitorFlags monitoring = new MonitorFlags();

    @Override
    public Integer call() throws InterruptedException {
        RigConfig config = RigConfig.read(rigFile);
        if (bootstrap != null) {
            Map<String, String> kafka = new HashMap<>(config.kafka());
            kafka.put("bootstrap.servers", bootstrap);
            config = config.withKafka(kafka);
        }
        try (Monitor monitor = monitoring.start()) {
            monitor.startUp().begin("mask", "the first mask of a node that runs elsewhere");
            monitor.show(
                    config,
                    new KafkaSettings(config, System.getenv()),
                    ModelCard.read(ShippedModels.locate(config.model())));
            new CountDownLatch(1).await(); // a signal ends the process
        }
        return 0;
    }
}
