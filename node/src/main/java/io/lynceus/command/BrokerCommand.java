package io.lynceus.command;

import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.process.Ending;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus broker}: a Kafka broker for a bench, or for a vehicle that has none. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a Kafka broker on this machine, for a bench or a vehicle without one; other machines cannot reach it.",
            "",
            "Example: ./lynceus broker --data /var/lib/lynceus/broker"
        })
final class BrokerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "9092",
            description = "TCP port on the loopback address, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port = 9092;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder that keeps topics and records over restarts. Default: a temporary folder, deleted at the end.")
    private @Nullable Path data;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port is " + port + ", allowed are 0 to 65535");
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (Ending.Registration registration = Ending.onSignal(stopped::countDown);
                EmbeddedBroker broker = EmbeddedBroker.start(port, Optional.ofNullable(data))) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("broker on " + broker.bootstrap() + "; Ctrl-C ends it");
            out.flush();
            stopped.await();
        }
        return Ending.code(0);
    }
}
