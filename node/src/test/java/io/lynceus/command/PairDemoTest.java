package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.lynceus.demo.DemoDrive;
import io.lynceus.demo.StreetDemo;
import io.lynceus.monitor.Monitor;
import io.lynceus.play.FrameFilter;
import io.lynceus.segment.TinyModel;
import io.lynceus.stream.kafka.Node;
import io.lynceus.street.StreetOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo of a model that knows two of the street's four sensors and weighs no frames. */
class PairDemoTest {
    private static final double HERTZ = 5;

    @TempDir
    private static Path folder;

    private static StreetDemo stage;
    private static Monitor monitor;
    private static Node node;
    private static Thread drive;

    @BeforeAll
    static void start() throws Exception {
        Path model = TinyModel.writeWithoutRouting(folder, "depth", "lidar");
        stage = StreetDemo.open(
                model.toString(),
                StreetOptions.defaults().withRates(StreetOptions.Rates.all(HERTZ)),
                street -> FrameFilter.NONE,
                0);
        monitor = Monitor.start("127.0.0.1", 0, Optional.empty());
        node = stage.startNode();
        monitor.attach(node);
        monitor.show(stage.config(), stage.kafka(), node.batcher().card());
        drive = new Thread(() -> {
            try {
                new DemoDrive(stage, node, FrameFilter.NONE, HERTZ).run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the test is over
            }
        });
        drive.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        drive.interrupt();
        drive.join();
        monitor.close();
        node.close();
        stage.close();
    }

    @Test
    void theServerTellsThePageOfTwoSensorsAndOfNoLevels() throws Exception {
        URI rigs = URI.create("http://127.0.0.1:" + monitor.port() + "/api/rigs");
        JsonNode about = new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(rigs).build(), BodyHandlers.ofString())
                        .body());
        assertThat(about.at("/model/levels").asInt()).isZero();
        assertThat(about.get("sensors"))
                .extracting(sensor -> sensor.get("name").asText())
                .containsExactly("depth", "lidar");
    }

    @Test
    void thePageShowsMasksOfTwoSensorsAndNoRoutingChart() {
        try (PageBrowser browser = PageBrowser.open()) {
            browser.visit(monitor.port(), "/", ColorScheme.LIGHT, PairDemoTest::seeTwoSensors);
        }
    }

    private static void seeTwoSensors(Page page) {
        page.locator("[data-sensor=lidar][data-used=true]").waitFor();
        page.locator("#legend .share:not(:empty)").first().waitFor();
        assertThat(page.locator(".sensor").count()).isEqualTo(2);
        assertThat(page.locator("#routing").isVisible()).isFalse();
        assertThat(page.locator("#latency").isVisible()).isTrue();
        assertThat(page.locator("meter").count()).isZero();
    }
}
