package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lynceus.demo.DesktopBrowser;
import io.lynceus.monitor.Monitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Where the monitor listens, and who is shown the page. */
class MonitorAccessTest {
    private static final Map<String, String> DESKTOP = Map.of("DISPLAY", ":0");

    private static MonitorFlags flags(String... arguments) {
        MonitorFlags flags = new MonitorFlags();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("flags", CommandLine.Model.CommandSpec.forAnnotatedObject(flags)))
                .parseArgs(arguments);
        return flags;
    }

    @Test
    void theDemoTakesAFreePortWhereTheUsualOneIsTaken() {
        try (Monitor first = flags().startAnywhere();
                Monitor second = flags().startAnywhere()) {
            assertThat(second.port()).isPositive().isNotEqualTo(first.port()).isNotEqualTo(8080);
        }
    }

    @Test
    void aPortThatWasAskedForIsNeverReplaced() {
        try (Monitor first = flags("--port", "0").startAnywhere()) {
            MonitorFlags same = flags("--port", Integer.toString(first.port()));
            assertThatThrownBy(same::startAnywhere)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("give another --port");
        }
    }

    @Test
    void aPageIsOpenedOnlyWhereThereIsADesktopAndThePageAnswers() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/there", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            URI there = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/there");
            List<List<String>> started = new ArrayList<>();
            new DesktopBrowser(Map.of(), started::add).open(there);
            assertThat(started).as("no desktop").isEmpty();
            new DesktopBrowser(DESKTOP, started::add).open(there.resolve("/nowhere"));
            assertThat(started).as("no page").isEmpty();
            new DesktopBrowser(DESKTOP, started::add).open(there);
            assertThat(started).containsExactly(List.of("xdg-open", there.toString()));
        } finally {
            server.stop(0);
        }
    }
}
