package io.lynceus.command;

import io.lynceus.monitor.Monitor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the monitor listens, for every command that runs a node. */
final class MonitorFlags {
    @Option(
            names = "--port",
            description =
                    "Of /livez, /readyz, /startupz and /metrics; 0 for a free one. Default: 8080; demo: a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address that the monitor listens on, 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
    private String bind = "";

    @Option(
            names = "--token",
            defaultValue = "${env:LYNCEUS_TOKEN}",
            description = "What the page asks for, 16 characters or more; needed where other machines can reach the address."
                    + " LYNCEUS_TOKEN is used if set.")
    private @Nullable String token;

    Monitor start(int usualPort) {
        return Monitor.start(bind, port == null ? usualPort : port, Optional.ofNullable(token));
    }
}
