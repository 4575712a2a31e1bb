package io.lynceus.command;

import io.lynceus.monitor.Monitor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where the monitor listens, for every command that runs a node. */
final class MonitorFlags {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorFlags.class);
    private static final int USUAL_PORT = 8080;
    private static final int FREE_PORT = 0;

    @Option(
            names = "--port",
            description =
                    "Port of the page, /livez, /readyz, /startupz and /metrics; 0 for a free one. Default: 8080 (the demo takes a"
                            + " free one if that is taken).")
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
            description =
                    "Token that the page asks for, 16 characters or more; without one, other machines get no page, only"
                            + " probes and metrics. Default: LYNCEUS_TOKEN if set, else none.")
    private @Nullable String token;

    @Option(
            names = "--foxglove",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = "8765",
            description = "Also listen for Foxglove and Lichtblick on this port, 8765 if none is given; the address is"
                    + " ws://localhost:8765, with ?token=… if there is a token. Default: do not listen.")
    private @Nullable Integer foxglove;

    /** Starts the monitor on the given or the default port; a port that is taken is an error. */
    Monitor start() {
        return start(port == null ? USUAL_PORT : port);
    }

    /** Starts the monitor like {@link #start}, but takes a free port if the user gave none and the default one is taken. */
    Monitor startAnywhere() {
        if (port != null) {
            return start(port);
        }
        try {
            return start(USUAL_PORT);
        } catch (IllegalStateException e) {
            Monitor monitor = start(FREE_PORT);
            LOG.warn("Port {} is taken: the page is on port {}; --port chooses one", USUAL_PORT, monitor.port());
            return monitor;
        }
    }

    private Monitor start(int chosen) {
        Monitor monitor = Monitor.start(
                bind, Checks.port("--port", chosen), Optional.ofNullable(token).filter(given -> !given.isEmpty()));
        if (foxglove != null) {
            listenForFoxglove(monitor, foxglove);
        }
        return monitor;
    }

    private static void listenForFoxglove(Monitor monitor, int chosen) {
        try {
            monitor.listenForFoxglove(chosen);
        } catch (IllegalStateException e) {
            monitor.close();
            throw e;
        }
    }
}
