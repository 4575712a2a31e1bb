package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import io.lynceus.fault.LiveFaults;
import io.lynceus.monitor.Monitor;
import io.lynceus.play.FrameFilter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.Node;
import io.lynceus.street.StreetOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's page in a real browser, on the demo's own parts. */
class LivePageTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "screenshots");

    private static Stage stage;
    private static Monitor monitor;
    private static Node node;
    private static RemoteControl control;
    private static Thread drive;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.open(ShippedModels.STREET_NANO, StreetOptions.defaults(), street -> FrameFilter.NONE, 0);
        monitor = Monitor.start("127.0.0.1", 0, Optional.empty());
        stage.rehearse();
        node = stage.startNode();
        monitor.attach(node);
        monitor.show(stage.config(), stage.kafka(), node.batcher().card());
        LiveFaults faults = new LiveFaults(stage.street().channels(), 1);
        control = RemoteControl.start(
                Stage.RIG, stage.kafka(), faults, Optional.of(new StreetSkies(stage.street())), Clock.systemUTC());
        drive = new Thread(() -> {
            try {
                new Drive(stage, node, faults, 10).run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the test is over
            }
        });
        drive.start();
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        drive.interrupt();
        drive.join();
        control.close();
        monitor.close();
        node.close();
        stage.close();
    }

    @Test
    void aSensorIsBrokenAndMendedFromThePage() {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "needs " + CHROMIUM);
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(
                                        List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")))) {
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 1000));
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.navigate("http://127.0.0.1:" + monitor.port() + "/");
            for (String sensor : List.of("rgb", "depth", "event", "lidar")) {
                state(page, sensor, "ok").waitFor();
            }
            page.waitForCondition(() -> (boolean) page.evaluate(
                    "() => [...document.querySelectorAll('.sensor img')].every(i => i.naturalWidth > 1)"));
            breaks(page, "rgb", "drop", "silent");
            breaks(page, "lidar", "freeze", "failed");
            assertThat(page.locator("#timeline").innerText())
                    .contains("silent")
                    .contains("failed")
                    .contains("rgb")
                    .contains("lidar");
            page.screenshot(new ScreenshotOptions()
                    .setPath(PICTURES.resolve("monitor.png"))
                    .setFullPage(true));
            page.setViewportSize(390, 844);
            page.waitForCondition(() -> (int) page.evaluate("() => document.documentElement.scrollWidth") <= 390);
            page.screenshot(new ScreenshotOptions()
                    .setPath(PICTURES.resolve("monitor-phone.png"))
                    .setFullPage(true));
            page.locator("[data-weather=night]").click();
            page.locator("[data-weather=night][aria-pressed=true]").waitFor();
            assertThat(complaints).isEmpty();
        }
    }

    /** Breaks a sensor, sees that the masks go on without it, mends it. */
    private static void breaks(Page page, String sensor, String fault, String becomes) {
        Locator card = page.locator("[data-sensor=" + sensor + "]");
        card.locator("[data-fault='" + fault + "']").click();
        state(page, sensor, becomes).waitFor();
        page.waitForCondition(() -> (boolean) page.evaluate(
                "s => [...document.querySelectorAll(`[data-sensor=${s}] meter`)].every(m => m.value === 0)", sensor));
        long before = node.tally().maskCount();
        page.waitForCondition(() -> node.tally().maskCount() > before + 5);
        assertThat(page.locator("#link").getAttribute("data-is")).isEqualTo("live");
        card.locator("[data-fault='']").click();
        state(page, sensor, "ok").waitFor();
    }

    private static Locator state(Page page, String sensor, String state) {
        return page.locator("[data-sensor=" + sensor + "] .badge[data-state=" + state + "]");
    }

    @Test
    void nobodyElseMayActAndNothingElseIsServed() throws Exception {
        String kill = "{\"rig\":\"street\",\"sensor\":\"rgb\",\"fault\":\"drop\"}";
        assertThat(post(kill).statusCode()).as("no header of the page").isEqualTo(403);
        assertThat(post(kill, "X-Lynceus", "1", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(post(kill, "X-Lynceus", "1", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(post("{\"rig\":\"vehicle-7\"}", "X-Lynceus", "1").statusCode())
                .as("no player")
                .isEqualTo(400);
        assertThat(post("x".repeat(5000), "X-Lynceus", "1").statusCode()).isEqualTo(413);
        assertThat(post("{\"shell\":\"rm\"}", "X-Lynceus", "1").statusCode()).isEqualTo(400);
        assertThat(get("/../pom.xml")).isEqualTo(404);
        assertThat(get("/..%2f..%2fetc/passwd")).isEqualTo(404);
        assertThat(get("/api/live?rig=none")).isEqualTo(404);
        assertThat(get("/monitor.js")).isEqualTo(200);
    }

    private static int get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))).statusCode();
    }

    private static HttpResponse<String> post(String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri("/api/control")).POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + monitor.port() + path);
    }
}
