package io.lynceus.command;

import static io.lynceus.command.PageStage.headline;
import static io.lynceus.command.PageStage.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.lynceus.broker.TestBroker;
import io.lynceus.proto.v1.ComparisonRequest;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.wire.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page looks like at each width and in each theme, and what a user does with it. */
class PageViewsTest {
    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    @RegisterExtension
    final PageStage stage = new PageStage(BROKER);

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
        stage.visitRunning("/", page -> {
            page.locator("#latency canvas").waitFor();
            stage.node().gone(true); // a new value would draw the chart anew anyway
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
        stage.visitRunning("/", page -> {
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
    void aMaskIsShownBesideASecondOneOfTheSameSetWithoutASensor() {
        stage.visitRunning("/#without=rgb", page -> {
            page.locator("#second:visible").waitFor();
            assertThat(page.locator("#compared").innerText()).contains("asked for masks without rgb");
            assertThat(RigRecords.of(BROKER.bootstrap(), List.of(Topics.COMPARISON_REQUESTS), PageStage.RIG, 1))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(
                                    ComparisonRequest.parseFrom(record.value()).getWithout())
                            .isEqualTo("rgb"));
            stage.node().compare("depth"); // somebody else asked for it
            stage.node().compare("rgb");
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
            stage.node().set("rgb", SensorState.SENSOR_STATE_SILENT);
            page.locator("#compared", new Page.LocatorOptions().setHasText("rgb is in no mask now"))
                    .waitFor();
            page.locator("#without").selectOption("");
            assertThat(page.locator("#second").isVisible()).isFalse();
            assertThat(page.url()).doesNotContain("without");
        });
    }

    @Test
    void thePageIsPausedAndSteppedThroughByKeysAndGoesOn() {
        stage.visitRunning("/", page -> {
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
        stage.visitRunning("/#base=depth&layer=errors&opacity=30", page -> {
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
