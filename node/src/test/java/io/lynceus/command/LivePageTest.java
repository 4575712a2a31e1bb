package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.lynceus.demo.DemoDrive;
import io.lynceus.demo.PlayerControl;
import io.lynceus.demo.StreetDemo;
import io.lynceus.demo.StreetWeather;
import io.lynceus.fault.LiveFaults;
import io.lynceus.monitor.Monitor;
import io.lynceus.play.FrameFilter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.kafka.Node;
import io.lynceus.street.StreetOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo's page in a real browser, on the demo's own parts. */
class LivePageTest {
    /** A browser, a broker, a street and a node share this machine: two cores are not enough for ten sets a second. */
    private static final double HERTZ = 5;

    private static final Logger LOG = LoggerFactory.getLogger(LivePageTest.class);

    /** Milliseconds from asking for the page to the first frame of a sensor on it. */
    private static final String FIRST_PICTURE =
            """
            () => new Promise(done => {
              const look = () => [...document.querySelectorAll('.sensor img')].some(i => i.naturalWidth > 1)
                ? done(Math.round(performance.now())) : requestAnimationFrame(look);
              look();
            })""";

    private static final String CONTRASTS =
            """
            () => {
              const light = colour => {
                const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3)
                  .map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const found = {};
              const sheet = light(getComputedStyle(document.querySelector('section')).backgroundColor);
              for (const what of ['h2', '.badge', '.sensor p', 'dt', 'dd', 'th', '#state', '.legend li', '.sensor h3']) {
                const ink = light(getComputedStyle(document.querySelector(what)).color);
                found[what] = (Math.max(ink, sheet) + 0.05) / (Math.min(ink, sheet) + 0.05);
              }
              return found;
            }""";

    private static StreetDemo stage;
    private static Monitor monitor;
    private static Node node;
    private static LiveFaults faults;
    private static PlayerControl control;
    private static Thread drive;

    @BeforeAll
    static void start() throws Exception {
        stage = StreetDemo.open(
                ShippedModels.STREET_NANO,
                StreetOptions.defaults().withRates(StreetOptions.Rates.all(HERTZ)),
                street -> FrameFilter.NONE,
                0);
        monitor = Monitor.start("127.0.0.1", 0, Optional.empty());
        node = stage.startNode();
        monitor.attach(node);
        monitor.show(stage.config(), stage.kafka(), node.batcher().card());
        faults = new LiveFaults(stage.street().channels(), 1);
        control = control();
        drive = new Thread(() -> {
            try {
                new DemoDrive(stage, node, faults, HERTZ).run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the test is over
            }
        });
        drive.start();
    }

    private static PlayerControl control() {
        return PlayerControl.start(
                StreetDemo.RIG,
                stage.kafka(),
                faults,
                Optional.of(new StreetWeather(stage.street())),
                Clock.systemUTC());
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

    /** Opens the page, hands it over, and sees that nothing on it went wrong. */
    private static void browse(ColorScheme scheme, Consumer<Page> visit) {
        try (PageBrowser browser = PageBrowser.open()) {
            browser.visit(monitor.port(), "/", scheme, page -> {
                LOG.info("First picture {} ms after the page was asked for", page.evaluate(FIRST_PICTURE));
                visit.accept(page);
            });
        }
    }

    @Test
    void aSensorIsBrokenAndMendedFromThePage() {
        browse(ColorScheme.LIGHT, page -> {
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
            PageBrowser.keep(page, "monitor");
            page.setViewportSize(390, 844);
            page.waitForCondition(() -> (int) page.evaluate("() => document.documentElement.scrollWidth") <= 390);
            PageBrowser.keep(page, "monitor-phone");
            page.locator("[data-weather=night]").click();
            page.locator("[data-weather=night][aria-pressed=true]").waitFor();
        });
    }

    @Test
    void inTheDarkAndByKeyboardAloneASensorIsBrokenAndMended() {
        browse(ColorScheme.DARK, page -> {
            state(page, "lidar", "ok").waitFor();
            page.locator(".legend li").first().waitFor();
            assertThat(contrasts(page)).isNotEmpty().allSatisfy((what, contrast) -> assertThat(contrast)
                    .as(what)
                    .isGreaterThan(4.5));
            press(page, "lidar", "drop");
            state(page, "lidar", "silent").waitFor();
            PageBrowser.keep(page, "monitor-dark");
            press(page, "lidar", "");
            state(page, "lidar", "ok").waitFor();
        });
    }

    /** By the tabulator, from wherever the focus is, and Enter. */
    private static void press(Page page, String sensor, String fault) {
        String button = "[data-sensor=" + sensor + "] [data-fault='" + fault + "']";
        for (int tabs = 0; tabs < 200; tabs++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("b => document.activeElement.matches(b)", button)) {
                page.keyboard().press("Enter");
                return;
            }
        }
        throw new AssertionError("the tabulator does not come to " + button);
    }

    /** WCAG's contrast of each text that tells a state or a figure, against the sheet that it stands on. */
    @SuppressWarnings("unchecked")
    private static Map<String, Double> contrasts(Page page) {
        return ((Map<String, Number>) page.evaluate(CONTRASTS))
                .entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue()
                        .doubleValue()));
    }

    @Test
    void withoutAPlayerThatTakesCommandsThereIsNothingToPress() {
        browse(ColorScheme.LIGHT, page -> {
            page.locator("[data-sensor=rgb] [data-fault=drop]").waitFor();
            control.close();
            page.waitForCondition(
                    () -> page.locator("[data-fault]:visible, [data-weather]:visible, [data-story]:visible")
                                    .count()
                            == 0);
            control = control();
            page.locator("[data-sensor=rgb] [data-fault=drop]").waitFor();
        });
    }

    @Test
    void theStoryIsToldFromThePageAndEndedByHand() {
        browse(ColorScheme.LIGHT, page -> {
            page.locator("[data-story=start]").click();
            page.locator("#scene", new Page.LocatorOptions().setHasText("1/7: All sensors work"))
                    .waitFor();
            page.locator("[data-story=stop]").click();
            page.locator("[data-story=start]").waitFor();
            assertThat(page.locator("#scene").innerText()).isEmpty();
        });
    }

    @Test
    void dropsComeWithARemedyThoughTheyAreCountedElsewhere() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(stage.kafka().producer(), new StringSerializer(), new ByteArraySerializer())) {
            String depth = stage.config().sensors().stream()
                    .filter(sensor -> sensor.name().equals("depth"))
                    .findFirst()
                    .orElseThrow()
                    .topic();
            producer.send(new ProducerRecord<>(depth, StreetDemo.RIG, null)).get();
        }
        browse(ColorScheme.LIGHT, page -> page.locator("#drops tr", new Page.LocatorOptions().setHasText("malformed"))
                .filter(new Locator.FilterOptions().setHasText("The dead-letter topic has place and reason"))
                .waitFor());
    }

    /** Breaks a sensor, sees that the masks go on without it, mends it. */
    private static void breaks(Page page, String sensor, String fault, String becomes) {
        Locator card = page.locator("[data-sensor=" + sensor + "]");
        long click = System.nanoTime();
        card.locator("[data-fault='" + fault + "']").click();
        state(page, sensor, becomes).waitFor();
        LOG.info("{} shows {} after {} ms", sensor, becomes, (System.nanoTime() - click) / 1_000_000);
        page.waitForCondition(() -> (boolean) page.evaluate(
                "s => [...document.querySelectorAll(`[data-sensor=${s}] meter`)].every(m => m.value === 0)", sensor));
        long before = node.tally().maskCount();
        page.waitForCondition(() -> node.tally().maskCount() > before + 5);
        assertThat(page.locator("#headline").getAttribute("data-is")).isEqualTo("degraded");
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
