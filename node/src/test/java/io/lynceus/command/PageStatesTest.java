package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.lynceus.broker.TestBroker;
import io.lynceus.monitor.Monitor;
import io.lynceus.proto.v1.ComparisonRequest;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.wire.Topics;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page says in each state of a node, at each width, and what a user does with it. */
class PageStatesTest {
    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private static final String RIG = "street";

    private static ModelCard card;

    private PageBrowser browser;
    private StagedNode node;
    private Monitor monitor;

    @BeforeAll
    static void readCard() {
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(
                ShippedModels.locate(ShippedModels.STREET_NANO), List.of(ExecutionProvider.CPU), 1)) {
            card = segmenter.card();
        }
    }

    @BeforeEach
    void start() throws Exception {
        browser = PageBrowser.open();
        node = new StagedNode(BROKER.bootstrap(), RIG, RIG);
        monitor = Monitor.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() throws InterruptedException {
        browser.close();
        monitor.close();
        node.close();
    }

    private void show() {
        monitor.show(node.config(), node.kafka(), card, node::label);
    }

    private void visit(String path, Consumer<Page> visit) {
        browser.visit(monitor.port(), path, ColorScheme.LIGHT, visit);
    }

    /** Visits a page whose node works. */
    private void visitRunning(String path, Consumer<Page> visit) {
        show();
        node.open();
        visit(path, page -> {
            headline(page, "ok").waitFor();
            page.locator("#legend .iou:not(:empty)").first().waitFor();
            visit.accept(page);
        });
    }

    private static Locator headline(Page page, String is) {
        return page.locator("#headline[data-is=" + is + "]");
    }

    private static String words(Page page) {
        return page.locator("#headline").innerText();
    }

    @Test
    void aPageThatStartsSaysWhatItWaitsForAndIsAlarmedAboutNothing() {
        monitor.startUp().begin("model", "street-nano is loaded");
        visit("/", page -> {
            page.locator("#steps li", new Page.LocatorOptions().setHasText("street-nano is loaded"))
                    .waitFor();
            assertThat(words(page)).isEqualTo("STARTING · street-nano is loaded");
            show();
            page.locator(".sensor").first().waitFor();
            assertThat(words(page)).startsWith("STARTING");
            assertThat(page.locator(".sensor img:visible, #mask:visible, .uplot, .troubles:visible")
                            .count())
                    .as("no black tiles, no axes without values, no alarm")
                    .isZero();
            assertThat(page.locator(".badge[data-state=silent], .badge[data-state=failed]")
                            .count())
                    .isZero();
            node.open();
            headline(page, "ok").waitFor();
            assertThat(page.locator("#start").isVisible()).isFalse();
        });
    }

    @Test
    void aNodeThatWorksIsOkInOneLineWithItsRateAndWhatItsMasksAreWorth() {
        visitRunning("/", page -> {
            page.waitForCondition(() ->
                    words(page).matches("OK · 4 sensors · [1-9]\\.\\d masks/s · expected 0\\.61 · measured 1\\.00"));
            assertThat(page.title()).isEqualTo("OK · street");
            assertThat(page.locator("#legend .name").allInnerTexts())
                    .as("in the model's order")
                    .isEqualTo(card.classes().stream()
                            .map(ModelCard.OutputClass::name)
                            .toList());
            assertThat(page.locator("#latency .values").innerText()).contains("capture to this page ");
        });
    }

    @Test
    void aSensorThatFellIsInTheHeadlineInItsLaneInTheTableAndInTheCharts() {
        visitRunning("/", page -> {
            node.set("rgb", SensorState.SENSOR_STATE_SILENT);
            headline(page, "degraded").waitFor();
            page.waitForCondition(() -> words(page)
                    .matches("DEGRADED · rgb silent for .* · .* masks/s · expected 0\\.34 of 0\\.61 · measured .*"));
            page.locator("[data-lane=rgb] rect[data-state=silent]").waitFor();
            assertThat(page.locator("#timeline tr").first().innerText())
                    .containsPattern("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}")
                    .contains("rgb", "silent", "so far", "allowed are 500");
            PageBrowser.keep(page, "page-degraded");
            node.set("rgb", SensorState.SENSOR_STATE_OK);
            headline(page, "ok").waitFor();
        });
    }

    @Test
    void aMaskIsShownBesideASecondOneOfTheSameSetWithoutASensor() {
        visitRunning("/#without=rgb", page -> {
            page.locator("#second:visible").waitFor();
            assertThat(page.locator("#compared").innerText()).contains("asked for masks without rgb");
            assertThat(RigRecords.of(BROKER.bootstrap(), List.of(Topics.COMPARISON_REQUESTS), RIG, 1))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(
                                    ComparisonRequest.parseFrom(record.value()).getWithout())
                            .isEqualTo("rgb"));
            node.compare("depth"); // somebody else asked for it
            node.compare("rgb");
            page.waitForCondition(
                    () -> page.locator("#compared")
                            .innerText()
                            .matches(
                                    "Set of .*, at the left with all that is in it, expected mIoU 0\\.61, measured 1\\.00; at the right"
                                            + " without rgb, expected mIoU 0\\.34, measured 0\\.\\d\\d\\. \\d+\\.\\d % of the pixels differ\\."));
            assertThat(words(page))
                    .as("the set's own mask is the one that counts")
                    .contains("measured 1.00");
            page.locator("#layer").selectOption("errors");
            PageBrowser.keep(page, "page-compared");
            page.setViewportSize(390, 844);
            page.waitForCondition(() -> (int) page.evaluate("() => document.documentElement.scrollWidth") <= 390);
            PageBrowser.keep(page, "page-compared-phone");
            node.set("rgb", SensorState.SENSOR_STATE_SILENT);
            page.locator("#compared", new Page.LocatorOptions().setHasText("rgb is in no mask now"))
                    .waitFor();
            page.locator("#without").selectOption("");
            assertThat(page.locator("#second").isVisible()).isFalse();
            assertThat(page.url()).doesNotContain("without");
        });
    }

    @Test
    void aReplaysLabelsThatComeByTopicMeasureTheMasksToo() {
        monitor.show(node.config(), node.kafka(), card);
        node.sendLabels();
        node.open();
        visit("/", page -> {
            page.waitForCondition(() -> words(page).matches("OK · 4 sensors · .* · expected 0\\.61 · measured 1\\.00"));
            page.locator("#legend .iou:not(:empty)").first().waitFor();
            page.locator("#layer").selectOption("label");
            PageBrowser.keep(page, "page-labels");
        });
    }

    @Test
    void aMaskThatThePolicyCallsUnfitIsCalledSo() {
        visitRunning("/", page -> {
            node.unfit("the expected mIoU is 0.340, the policy requires 0.40");
            headline(page, "unfit").waitFor();
            assertThat(words(page)).startsWith("UNFIT · the expected mIoU is 0.340, the policy requires 0.40");
            node.unfit("");
            headline(page, "ok").waitFor();
        });
    }

    @Test
    void whenTheNodeIsGoneEverythingSaysSoAndWhenItIsBackNothing() {
        visitRunning("/", page -> {
            node.gone(true);
            headline(page, "gone").waitFor();
            assertThat(words(page)).startsWith("NODE GONE").containsPattern("last mask \\d.* ago");
            assertThat(page.locator("#stale").innerText()).contains("last mask");
            assertThat(page.locator(".badge").allInnerTexts()).containsOnly("? unknown");
            assertThat(page.locator("[data-used=true]").count()).isZero();
            page.locator(".troubles", new Page.LocatorOptions().setHasText("is one running"))
                    .waitFor();
            PageBrowser.keep(page, "page-gone");
            node.gone(false);
            headline(page, "ok").waitFor();
            assertThat(page.locator("#stale").isVisible()).isFalse();
            page.locator(".badge[data-state=ok]").first().waitFor();
        });
    }

    @Test
    void theServersEndIsToldToo() {
        show();
        node.open();
        browser.visitUntilLost(monitor.port(), page -> {
            headline(page, "ok").waitFor();
            monitor.close();
            headline(page, "lost").waitFor();
            assertThat(words(page)).startsWith("NO CONNECTION");
            page.locator(".badge[data-state=unknown]").first().waitFor();
        });
    }

    @Test
    void aRigByPatternIsOnThePageOnceItSends() throws Exception {
        node.close();
        node = new StagedNode(BROKER.bootstrap(), "fleet-*", "fleet-7");
        show();
        visit("/", page -> {
            page.locator(".sensor").first().waitFor();
            assertThat(page.locator("#rig option").count()).isZero();
            assertThat(words(page)).startsWith("STARTING");
            node.open();
            headline(page, "ok").waitFor();
            assertThat(page.locator("#rig").inputValue()).isEqualTo("fleet-7");
        });
    }

    /** Counts the pixels of a chart that are lighter than any line, which only the text of a dark theme is. */
    private static final String LIGHT_PIXELS =
            """
            () => {
              const canvas = document.querySelector('#latency canvas');
              const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let light = 0;
              for (let i = 0; i < bytes.length; i += 4) if (bytes[i + 3] > 200 && bytes[i] > 225 && bytes[i + 2] > 225) light++;
              return light;
            }""";

    @Test
    void aThemeThatChangesWhileThePageIsOpenReachesTheChartsToo() {
        visitRunning("/", page -> {
            page.locator("#latency canvas").waitFor();
            node.gone(true); // a new value would draw the chart anew anyway
            headline(page, "gone").waitFor();
            String light = (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
            assertThat((int) page.evaluate(LIGHT_PIXELS)).isZero();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.waitForCondition(() -> (int) page.evaluate(LIGHT_PIXELS) > 20);
            assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
                    .isNotEqualTo(light);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            page.waitForCondition(() -> (int) page.evaluate(LIGHT_PIXELS) == 0);
        });
    }

    /** Areas in pixels of the mask's section and of the largest other one, and of the mask and the largest other picture. */
    private static final String AREAS =
            """
            () => {
              const area = one => { const box = one.getBoundingClientRect(); return box.width * box.height; };
              const largest = (what, but) => Math.max(...[...document.querySelectorAll(what)].filter(one => !one.matches(but)).map(area));
              return [area(document.querySelector('#view')), largest('main section', '#view'),
                area(document.querySelector('#mask')), largest('main canvas, main img, main svg', '#mask')];
            }""";

    @Test
    void atEveryWidthTheMaskIsTheLargestThingAndNothingIsCutOff() {
        visitRunning("/", page -> {
            for (int width : new int[] {390, 768, 1024, 1440, 1920}) {
                page.setViewportSize(width, width < 700 ? 844 : 1000);
                page.waitForCondition(() -> (int) page.evaluate("() => document.documentElement.scrollWidth") <= width);
                // The charts follow a new width some frames later.
                page.waitForCondition(() -> areas(page).get(2) > 2 * areas(page).get(3) && hole(page) < 20);
                List<Double> areas = areas(page);
                assertThat(areas.get(0)).as("section at " + width).isGreaterThan(areas.get(1));
                assertThat(hole(page)).as("empty below a column at " + width).isLessThan(20);
                PageBrowser.keep(page, "page-" + width);
            }
        });
    }

    private static List<Double> areas(Page page) {
        return ((List<?>) page.evaluate(AREAS))
                .stream().map(area -> ((Number) area).doubleValue()).toList();
    }

    /** Returns how much lower one column ends than the other, pixels. */
    private static double hole(Page page) {
        return ((Number)
                        page.evaluate(
                                """
                        () => {
                          const ends = [...document.querySelectorAll('.column')].filter(column => column.clientHeight > 0)
                            .map(column => column.lastElementChild.getBoundingClientRect().bottom);
                          return ends.length ? Math.max(...ends) - Math.min(...ends) : 0;
                        }"""))
                .doubleValue();
    }

    @Test
    void thePageIsPausedAndSteppedThroughByKeysAndGoesOn() {
        visitRunning("/", page -> {
            page.waitForCondition(() -> (boolean) page.evaluate("() => document.querySelector('#moment').max >= 5"));
            page.keyboard().press(" ");
            String paused = page.locator("#when").innerText();
            assertThat(paused).startsWith("paused at ");
            page.keyboard().press("ArrowLeft");
            String before = page.locator("#when").innerText();
            assertThat(before).startsWith("paused at ").isNotEqualTo(paused);
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#when").innerText()).isEqualTo(paused);
            page.keyboard().press("Escape");
            page.waitForCondition(() -> !page.locator("#when").innerText().startsWith("paused"));
            page.keyboard().press("?");
            page.locator("#help[open]").waitFor();
            assertThat(page.locator("#shortcuts").innerText()).contains("space", "full screen");
            page.keyboard().press("Escape");
            page.waitForCondition(() -> page.locator("#help[open]").count() == 0);
        });
    }

    @Test
    void aLinkKeepsTheViewAndAClickShowsOneClassAlone() {
        visitRunning("/#base=depth&layer=errors&opacity=30", page -> {
            assertThat(page.locator("#base").inputValue()).isEqualTo("depth");
            assertThat(page.locator("#layer").inputValue()).isEqualTo("errors");
            assertThat(page.locator("#opacity").inputValue()).isEqualTo("30");
            Locator road = page.locator("#legend button", new Page.LocatorOptions().setHasText("Road"))
                    .last();
            road.click();
            assertThat(road.getAttribute("aria-pressed")).isEqualTo("true");
            assertThat(page.url()).contains("only=").contains("layer=errors");
            page.locator("#layer").selectOption("classes");
            page.reload();
            headline(page, "ok").waitFor();
            assertThat(page.locator("#legend button[aria-pressed=true]").count())
                    .isEqualTo(1);
            page.locator("#legend button[aria-pressed=true]").click();
            assertThat(page.url()).doesNotContain("only=").contains("base=depth");
        });
    }
}
