package io.lynceus.command;

import static io.lynceus.command.PageStage.headline;
import static io.lynceus.command.PageStage.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.lynceus.broker.TestBroker;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.segment.ModelCard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page says in each state of a node. */
class PageStatesTest {
    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    @RegisterExtension
    final PageStage stage = new PageStage(BROKER);

    @Test
    void aPageThatStartsSaysWhatItWaitsForAndIsAlarmedAboutNothing() {
        stage.monitor().startUp().begin("model", "street-nano is loaded");
        stage.visit("/", page -> {
            page.locator("#steps li", new Page.LocatorOptions().setHasText("street-nano is loaded"))
                    .waitFor();
            assertThat(words(page)).isEqualTo("STARTING · street-nano is loaded");
            stage.show();
            page.locator(".sensor").first().waitFor();
            assertThat(words(page)).startsWith("STARTING");
            assertThat(page.locator(".sensor img:visible, #mask:visible, .uplot, .troubles:visible")
                            .count())
                    .as("no black tiles, no axes without values, no alarm")
                    .isZero();
            assertThat(page.locator(".badge[data-state=silent], .badge[data-state=failed]")
                            .count())
                    .isZero();
            stage.node().open();
            headline(page, "ok").waitFor();
            assertThat(page.locator("#start").isVisible()).isFalse();
        });
    }

    @Test
    void aNodeThatWorksIsOkInOneLineWithItsRateAndWhatItsMasksAreWorth() {
        stage.visitRunning("/", page -> {
            page.waitForCondition(() ->
                    words(page).matches("OK · 4 sensors · [1-9]\\.\\d masks/s · expected 0\\.61 · measured 1\\.00"));
            assertThat(page.title()).isEqualTo("OK · street");
            assertThat(page.locator("#legend .name").allInnerTexts())
                    .as("in the model's order")
                    .isEqualTo(PageStage.card().classes().stream()
                            .map(ModelCard.OutputClass::name)
                            .toList());
            assertThat(page.locator("#latency .values").innerText()).contains("capture to this page ");
        });
    }

    @Test
    void aSensorThatFellIsInTheHeadlineInItsLaneInTheTableAndInTheCharts() {
        stage.visitRunning("/", page -> {
            stage.node().set("rgb", SensorState.SENSOR_STATE_SILENT);
            headline(page, "degraded").waitFor();
            page.waitForCondition(() -> words(page)
                    .matches("DEGRADED · rgb silent for .* · .* masks/s · expected 0\\.34 of 0\\.61 · measured .*"));
            page.locator("[data-lane=rgb] rect[data-state=silent]").waitFor();
            assertThat(page.locator("#timeline tr").first().innerText())
                    .containsPattern("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}")
                    .contains("rgb", "silent", "so far", "allowed are 500");
            PageBrowser.keep(page, "page-degraded");
            stage.node().set("rgb", SensorState.SENSOR_STATE_OK);
            headline(page, "ok").waitFor();
        });
    }

    @Test
    void aReplaysLabelsThatComeByTopicMeasureTheMasksToo() {
        stage.monitor().show(stage.node().config(), stage.node().kafka(), PageStage.card());
        stage.node().sendLabels();
        stage.node().open();
        stage.visit("/", page -> {
            page.waitForCondition(() -> words(page).matches("OK · 4 sensors · .* · expected 0\\.61 · measured 1\\.00"));
            page.locator("#legend .iou:not(:empty)").first().waitFor();
            page.locator("#layer").selectOption("label");
            PageBrowser.keep(page, "page-labels");
        });
    }

    @Test
    void aMaskThatThePolicyCallsUnfitIsCalledSo() {
        stage.visitRunning("/", page -> {
            stage.node().unfit("the expected mIoU is 0.340, the policy requires 0.40");
            headline(page, "unfit").waitFor();
            assertThat(words(page)).startsWith("UNFIT · the expected mIoU is 0.340, the policy requires 0.40");
            stage.node().unfit("");
            headline(page, "ok").waitFor();
        });
    }

    @Test
    void whenTheNodeIsGoneEverythingSaysSoAndWhenItIsBackNothing() {
        stage.visitRunning("/", page -> {
            stage.node().gone(true);
            headline(page, "gone").waitFor();
            assertThat(words(page)).startsWith("NODE GONE").containsPattern("last mask \\d.* ago");
            assertThat(page.locator("#stale").innerText()).contains("last mask");
            assertThat(page.locator(".badge").allInnerTexts()).containsOnly("? unknown");
            assertThat(page.locator("[data-used=true]").count()).isZero();
            page.locator(".troubles", new Page.LocatorOptions().setHasText("is one running"))
                    .waitFor();
            PageBrowser.keep(page, "page-gone");
            stage.node().gone(false);
            headline(page, "ok").waitFor();
            assertThat(page.locator("#stale").isVisible()).isFalse();
            page.locator(".badge[data-state=ok]").first().waitFor();
        });
    }

    @Test
    void theServersEndIsToldToo() {
        stage.show();
        stage.node().open();
        stage.visitUntilLost(page -> {
            headline(page, "ok").waitFor();
            stage.monitor().close();
            headline(page, "lost").waitFor();
            assertThat(words(page)).startsWith("NO CONNECTION");
            page.locator(".badge[data-state=unknown]").first().waitFor();
        });
    }

    @Test
    void aRigByPatternIsOnThePageOnceItSends() throws Exception {
        stage.serve("fleet-*", "fleet-7");
        stage.show();
        stage.visit("/", page -> {
            page.locator(".sensor").first().waitFor();
            assertThat(page.locator("#rig option").count()).isZero();
            assertThat(words(page)).startsWith("STARTING");
            stage.node().open();
            headline(page, "ok").waitFor();
            assertThat(page.locator("#rig").inputValue()).isEqualTo("fleet-7");
        });
    }
}
